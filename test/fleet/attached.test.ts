import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { exec } from '../../src/lib/docker/index.ts';
import { ATTACHED, attachedLine, envFileOf } from '../../src/lib/fleet/attached.ts';
import { type Land, land, SHELLS, titleOf } from './land.ts';

const TRICKY = ['a b', "it's", '"', '$HOME', '`id`', '\\', '!', 'two\nlines', 'é', '', '-'];
const SHIP = { docker: ['docker'] };

let count = 0;
/** A key of its own for every command, as in life. */
const newKey = () => `${process.pid}a${count++}`;
const script = () => '';

for (const shell of SHELLS) {
  const run = shell.missing ? describe.skip : describe;
  run(titleOf(shell), () => {
    let place: Land;

    afterEach(() => place.remove());

    const attached = async (program: string, line: string) => {
      place = await land(shell);
      await place.command('docker', program);
      const running = place.exec(ATTACHED);
      running.write(line);
      return running;
    };

    test('a command has all of its words, the input behind the first line, and its own status', async () => {
      const line = attachedLine(SHIP, { argv: TRICKY }, { key: newKey(), script });
      const running = await attached('for word; do printf "<%s>" "$word"; done; echo; cat; exit 126', line);
      running.write('one\ntwo\n');
      running.end();
      expect(await running.ended).toEqual({ code: 126 });
      expect(running.lines.join('\n')).toBe(`${TRICKY.map((word) => `<${word}>`).join('')}\none\ntwo`);
    });

    test('its environment comes another way than its input, and nothing of it is left', async () => {
      const key = newKey();
      const environment = { A: "it's $HOME", B: '', LONG: 'x'.repeat(60_000), KEY: 'two\nlines' };
      const command = exec('web', { command: ['env'], environment }, { envFile: envFileOf(key) });
      const running = await attached(
        'cat "$3" | cut -c 1-20; echo "$KEY"; cat',
        attachedLine(SHIP, command, { key, script }),
      );
      running.write('input\n');
      running.end();
      expect(await running.ended).toEqual({ code: 0 });
      expect(running.lines).toEqual(["A=it's $HOME", 'B=', `LONG=${'x'.repeat(15)}`, 'two', 'lines', 'input']);
      expect(existsSync(envFileOf(key))).toBe(false);
    });

    test('a docker that does not come as far as to read its environment leaves nothing behind either', async () => {
      const key = newKey();
      const command = exec('web', { command: ['env'], environment: { A: '1' } }, { envFile: envFileOf(key) });
      const running = await attached('exit 125', attachedLine(SHIP, command, { key, script }));
      running.end();
      // it has ended when nobody holds its output any more
      expect(await running.ended).toEqual({ code: 125 });
      expect(existsSync(envFileOf(key))).toBe(false);
    });

    test('when its terminal is gone, the command is told so', async () => {
      const pty = { term: 'xterm', columns: 80, rows: 24 };
      const line = attachedLine(
        SHIP,
        { argv: ['exec'] },
        { key: newKey(), pty, script: (name) => `echo ${name} >told` },
      );
      const running = await attached('echo begun; kill -HUP $PPID; exit 129', line);
      expect(await running.ended).toEqual({ code: 129 });
      expect(existsSync(`${place.folder}/told`)).toBe(true);
    });
  });
}

test.each([
  [{ 'A B': '1' }, ['docker'], 'its name holds a blank or an ='],
  [{ DOCKER_HOST: 'a\nb' }, ['docker'], 'its value has several lines, and its name means something to others'],
  [{ KEY: 'a\nb' }, ['sudo', '-n', 'docker'], 'its value has several lines, which sudo does not hand on'],
])('a variable that docker can not be given is refused: %j by %j', (environment, docker, why) => {
  const command = exec('web', { command: ['env'], environment });
  expect(() => attachedLine({ docker }, command, { key: 'f00', script })).toThrow(
    expect.objectContaining({ parts: expect.objectContaining({ why }) }),
  );
});
