import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { detachKeys, signalScript } from '../../src/lib/fleet/exec-signal.ts';
import { shipCommand } from '../../src/lib/fleet/index.ts';
import { type Land, land, SHELLS, titleOf } from './land.ts';

const KEY = 'abc123';
const SHIP = { docker: ['docker'] };

/** What the engine says of a command, DetachKeys being base64. */
const said = (keys: string, running: boolean, code: number | null, pid: number) =>
  `{"ID":"x","Running":${running},"ExitCode":${code},"ProcessConfig":{"entrypoint":"sleep"},"DetachKeys":"${keys}","Pid":${pid}}`;
const OURS = Buffer.from(`\0${KEY}`).toString('base64');

/** A docker whose container has run two commands; of the second, which is ours, the engine says this. Other words are written down. */
const engine = (ours: string, others = 'exit 1') => `
case "$*" in
  *ExecIDs*) echo one; echo two ;;
  *.Image*) echo sha256:123 ;;
  'system dial-stdio')
    case $(head -n 1) in
      *exec/one/json*) echo '${said('ABC=', true, null, 1)}' ;;
      *exec/two/json*) echo '${ours}' ;;
    esac ;;
  *) echo "$*" >>words; ${others} ;;
esac`;

test('the keys are those by which the engine knows the command', () => {
  expect(detachKeys(KEY)).toBe('ctrl-@,a,b,c,1,2,3');
});

for (const shell of SHELLS) {
  const run = shell.missing ? describe.skip : describe;
  run(titleOf(shell), () => {
    let place: Land;

    afterEach(() => place.remove());

    const send = async (docker: string) => {
      place = await land(shell);
      await place.command('docker', docker);
      const running = place.exec(shipCommand(signalScript(SHIP, 'c0ffee', KEY, 'TERM')));
      return running.ended;
    };
    const words = async () => (await readFile(`${place.folder}/words`, 'utf8')).trimEnd().split('\n');

    test('reaches the command and what it has started, where this may be done from the ship', async () => {
      const command = spawn('sh', ['-c', 'sleep 1000 & echo; wait'], {
        detached: true,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      await once(command.stdout, 'data');
      const gone = once(command, 'close');
      expect(await send(engine(said(OURS, true, null, command.pid ?? 0)))).toEqual({ code: 0 });
      // the output is closed when nobody holds it any more
      expect(await gone).toEqual([null, 'SIGTERM']);
    });

    test('has nothing to do where the command has ended', async () => {
      expect(await send(engine(said(OURS, false, 0, 4242)))).toEqual({ code: 0 });
    });

    test('says nothing where the process is gone by the time that it is looked at', async () => {
      expect(await send(engine(said(OURS, true, null, 99_999_999)))).toEqual({ code: 0 });
      await expect(words()).rejects.toThrow('ENOENT');
    });

    // it leads no process group, so that from outside there is nobody to send a signal to
    const follower = async (test: (pid: number) => Promise<void>) => {
      const child = spawn('sleep', ['1000']);
      await test(child.pid ?? 0).finally(() => child.kill());
    };
    const INSIDE = (pid: number) => [
      `exec --user 0 c0ffee sh -c kill -TERM -${pid}`,
      `exec --user 0 c0ffee kill -TERM -${pid}`,
    ];

    test('else goes into the container, with its shell', () =>
      follower(async (pid) => {
        expect(await send(engine(said(OURS, true, null, pid), 'exit 0'))).toEqual({ code: 0 });
        expect(await words()).toEqual(INSIDE(pid).slice(0, 1));
      }));

    test('else with the kill that it has', () =>
      follower(async (pid) => {
        const docker = engine(said(OURS, true, null, pid), 'case "$*" in *" sh "*) exit 126 ;; esac');
        expect(await send(docker)).toEqual({ code: 0 });
        expect(await words()).toEqual(INSIDE(pid));
      }));

    test('else with the shell of the ship, among the processes of the container', () =>
      follower(async (pid) => {
        const docker = engine(said(OURS, true, null, pid), 'case $1 in exec) exit 126 ;; esac');
        expect(await send(docker)).toEqual({ code: 0 });
        const [last = ''] = (await words()).slice(2);
        expect(last.replace(/-v (\S+):\1:ro /g, '')).toBe(
          `run --rm --pull never --pid container:c0ffee --network none --user 0 --read-only --entrypoint /bin/sh sha256:123 -c kill -TERM -${pid}`,
        );
        expect(last).toContain('-v /usr:/usr:ro');
      }));

    test('and where nothing will do, its status says so', () =>
      follower(async (pid) => {
        expect(await send(engine(said(OURS, true, null, pid)))).toEqual({ code: 1 });
      }));
  });
}
