import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { lockScript } from '../../src/lib/deploy/lock.ts';
import { lookCommand } from '../../src/lib/fleet/look.ts';
import { NONCE } from '../fleet/deck.ts';
import { type Land, land, type Running, SHELLS, type Shell, titleOf } from '../fleet/land.ts';

test('the lock is a line of sh, named by engine and project', () => {
  expect(lockScript({ project: 'demo', who: 'ann@laptop since 2026-05-01T10:00:00Z', wait: 0 }, 0)).toBe(
    'L=/tmp/compowarm-$E-demo.lock; ' +
      'command -v flock >/dev/null || { p failed; echo flock: not found; exit 0; }; ' +
      '[ -e $L ] || ( umask 0; : >>$L ); ' +
      'exec 9<$L; n=0; ' +
      'until flock -n 9; do n=$((n+1)); [ $n -le 5 ] || { p held; cat $L; exit 0; }; sleep 0.2; done; ' +
      '{ echo "ann@laptop since 2026-05-01T10:00:00Z" >$L; } 2>/dev/null',
  );
});

test.each([
  [0, 0, 5],
  [0, 1, 55],
  [0, 7, 55],
  [60, 0, 305],
  [60, 1, 355],
])('asked to wait %i s, the ship at place %i is tried %i times more', (wait, place, tries) => {
  expect(lockScript({ project: 'demo', who: 'ann', wait }, place)).toContain(`[ $n -le ${tries} ]`);
});

test('who asks is told in plain letters', () => {
  const who = 'a\'n"n`$(x)\n!\\@é since 10:00+02 _-.';
  expect(lockScript({ project: 'demo', who, wait: 0 }, 0)).toContain('echo "a_n_n___x____@_ since 10:00+02 _-."');
});

const engines: string[] = [];
const lands: Land[] = [];

afterEach(async () => {
  for (const place of lands.splice(0)) await place.remove();
  for (const engine of engines.splice(0)) await rm(lockFile(engine), { force: true });
});

function lockFile(engine: string): string {
  return `/tmp/compowarm-${engine}-demo.lock`;
}

/** A ship with an engine of its own. */
async function raise(shell: Shell): Promise<{ place: Land; engine: string }> {
  const place = await land(shell);
  const engine = randomBytes(8).toString('hex');
  lands.push(place);
  engines.push(engine);
  await place.command('docker', `echo '${engine} ["${engine}"]'`);
  return { place, engine };
}

function ask(place: Land, who: string, wait = 0): Running {
  const lock = lockScript({ project: 'demo', who, wait }, 0);
  return place.exec(lookCommand({ nonce: NONCE, project: 'demo', docker: ['docker'], sections: [], lock }));
}

const said = (word: string) => (line: string) => line === `@${NONCE} 0 look ${word}`;

describe.each(SHELLS.map((shell) => [titleOf(shell), shell] as const))('under %s', (_, shell) => {
  const run = shell.missing ? test.skip : test;

  run('of two one wins, and the other names it', async () => {
    const { place, engine } = await raise(shell);
    const both = [ask(place, 'ann@laptop'), ask(place, 'bob@desk')];
    const words = await Promise.all(
      both.map(async (one) => {
        const line = await one.heard((text) => said('seen')(text) || said('held')(text));
        return line.split(' ').at(-1);
      }),
    );
    expect(words.toSorted()).toEqual(['held', 'seen']);
    const [winner, loser] = words[0] === 'seen' ? both : both.toReversed();
    const name = words[0] === 'seen' ? 'ann@laptop' : 'bob@desk';
    expect(await loser?.ended).toEqual({ code: 0 });
    expect(loser?.lines.at(-1)).toBe(name);
    expect(await readFile(lockFile(engine), 'utf8')).toBe(`${name}\n`);
    winner?.end();
    expect(await winner?.ended).toEqual({ code: 0 });
  });

  run('who waits gets it when the other ends', async () => {
    const { place, engine } = await raise(shell);
    const first = ask(place, 'ann@laptop');
    await first.heard(said('seen'));
    const second = ask(place, 'bob@desk', 60);
    await second.heard((line) => line.includes(engine));
    expect(second.lines.some(said('record'))).toBe(false);
    first.end();
    await second.heard(said('seen'));
    expect(await readFile(lockFile(engine), 'utf8')).toBe('bob@desk\n');
    second.end();
    expect(await second.ended).toEqual({ code: 0 });
  });

  run('it frees when the last step ends, not before', async () => {
    const { place } = await raise(shell);
    const first = ask(place, 'ann@laptop');
    await first.heard(said('seen'));
    await place.run(['mkfifo', `${place.folder}/gate`]).ended;
    first.write(`{ ( echo begun; read -r go <${place.folder}/gate ) & }\n`);
    await first.heard((line) => line === 'begun');
    first.end();
    const second = ask(place, 'bob@desk');
    await second.heard(said('held'));
    await place.run(['sh', '-c', `echo >${place.folder}/gate`]).ended;
    expect(await first.ended).toEqual({ code: 0 });
    const third = ask(place, 'eve@home');
    await third.heard(said('seen'));
    third.end();
    expect(await third.ended).toEqual({ code: 0 });
  });

  run('without flock nothing is locked and nothing is done', async () => {
    const { place } = await raise(shell);
    const running = place.exec(
      lookCommand({
        nonce: NONCE,
        project: 'demo',
        docker: ['docker'],
        sections: [],
        lock: lockScript({ project: 'demo', who: 'ann', wait: 0 }, 0).replace('-v flock', '-v no-flock-here'),
      }),
    );
    expect(await running.ended).toEqual({ code: 0 });
    expect(running.lines.slice(-2)).toEqual([`@${NONCE} 0 look failed`, 'flock: not found']);
  });
});
