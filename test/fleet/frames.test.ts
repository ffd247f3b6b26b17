import { existsSync, watch } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parseFrame, prelude, stepMessage } from '../../src/lib/fleet/frames.ts';
import { dockerFunction } from '../../src/lib/fleet/look.ts';
import { type Deck, type DeckOptions, deck, NONCE, ofStep, QUIET_DOCKER } from './deck.ts';
import { framesOf, type Land, land, SHELLS, type Shell, titleOf } from './land.ts';

const decks: Deck[] = [];
const lands: Land[] = [];

/** A fifo on the land: who reads it waits until somebody writes. */
async function fifo(place: Land): Promise<string> {
  const file = path.join(place.folder, 'gate');
  await place.run(['sh', '-c', `mkfifo ${file}`]).ended;
  return file;
}

/** Resolves when a file is in its folder. */
async function appears(file: string): Promise<void> {
  const watcher = watch(path.dirname(file));
  const there = new Promise<void>((resolve) => watcher.on('change', () => existsSync(file) && resolve()));
  if (!existsSync(file)) await there;
  watcher.close();
}

async function raise(shell: Shell, options?: DeckOptions): Promise<Deck> {
  const raised = await deck(shell, options);
  decks.push(raised);
  return raised;
}

afterEach(async () => {
  for (const { land } of decks.splice(0)) await land.remove();
  for (const place of lands.splice(0)) await place.remove();
});

test.each([
  ['@abc 7 begin', { step: '7', word: 'begin', text: '' }],
  ['@abc 7 out two  words ', { step: '7', word: 'out', text: 'two  words ' }],
  ['@abc 7 out ', { step: '7', word: 'out', text: '' }],
  ['@abc 7 out @abc 8 end 0', { step: '7', word: 'out', text: '@abc 8 end 0' }],
  ['@abd 7 end 0', undefined],
  [' @abc 7 end 0', undefined],
  ['@abc', undefined],
  ['', undefined],
])('the line %j is a frame only if it begins with the nonce', (line, frame) => {
  expect(parseFrame('abc', line)).toEqual(frame);
});

test('a step is one brace group', () => {
  expect(stepMessage('7', ['3', '5'], 'docker pull redis')).toBe(`{ s7() {
docker pull redis
}
mkfifo "$D/g7"
step 7 3 5 6<>"$D/g7" &
}
`);
  expect(stepMessage('7', ['3'], ':', ['5', '6'])).toContain('step 7 3 -5 -6 6<>');
});

describe.each(SHELLS.map((shell) => [titleOf(shell), shell] as const))('under %s', (_, shell) => {
  const run = shell.missing ? test.skip : test;

  run('a step says when it begins, what it prints and how it ends', async () => {
    const { send, finish } = await raise(shell);
    send(['1', [], 'echo one; echo two >&2; printf three; return 7']);
    expect(await finish()).toEqual(['1 begin', '1 out one', '1 out two', '1 out three', '1 end 7']);
  });

  run('a step reads nothing of what follows it', async () => {
    const { send, finish } = await raise(shell);
    send(['1', [], 'cat']);
    send(['2', ['1'], 'echo still here']);
    expect(await finish()).toEqual(['1 begin', '1 end 0', '2 begin', '2 out still here', '2 end 0']);
  });

  run('a step waits until the two that it needs have ended', async () => {
    const { send, land, finish } = await raise(shell);
    const gate = await fifo(land);
    send(['1', [], `read -r word <${gate}; echo "$word"`]);
    send(['2', [], 'echo second']);
    send(['3', ['1', '2'], 'echo third']);
    send(['4', [], `echo go >${gate}`]);
    const frames = await finish();
    expect(ofStep('3', frames)).toEqual(['begin', 'out third', 'end 0']);
    const third = frames.indexOf('3 begin');
    expect(third).toBeGreaterThan(frames.indexOf('1 end 0'));
    expect(third).toBeGreaterThan(frames.indexOf('2 end 0'));
  });

  run('what waits for a step that fails is skipped, and what waits for that too', async () => {
    const { send, finish } = await raise(shell);
    send(['1', [], 'false'], ['2', ['1'], 'echo 2'], ['3', ['2'], 'echo 3']);
    expect(await finish()).toEqual(['1 begin', '1 end 1', '2 skipped', '3 skipped']);
  });

  run('what only comes after a step runs when that has failed, or was skipped', async () => {
    const { send, finish } = await raise(shell);
    send(['1', [], 'false'], ['2', ['1'], 'echo 2'], ['3', [], 'echo 3', ['1', '2']]);
    const frames = await finish();
    expect(ofStep('3', frames)).toEqual(['begin', 'out 3', 'end 0']);
    expect(frames.indexOf('3 begin')).toBeGreaterThan(frames.indexOf('1 end 1'));
    expect(frames.indexOf('3 begin')).toBeGreaterThan(frames.indexOf('2 skipped'));
  });

  run('a step may wait for one that ended long ago', async () => {
    const { send, heard, finish } = await raise(shell);
    send(['1', [], ':'], ['2', [], 'false']);
    await Promise.all([heard('1 end 0'), heard('2 end 1')]);
    send(['3', ['1'], 'echo after'], ['4', ['1', '2'], 'echo never']);
    const frames = await finish();
    expect(ofStep('3', frames)).toEqual(['begin', 'out after', 'end 0']);
    expect(ofStep('4', frames)).toEqual(['skipped']);
  });

  run('a step whose shell is killed has not ended well, though what it waited for has', async () => {
    const { send, finish } = await raise(shell);
    send(['1', [], ':'], ['2', ['1'], 'sh -c \'kill -9 "$PPID"\'']);
    const frames = await finish();
    expect(ofStep('2', frames)).toEqual(['begin', 'end']);
  });

  run('steps run side by side: 8 that print 2,000 lines each, none torn', async () => {
    const { send, finish } = await raise(shell);
    const ids = Array.from({ length: 8 }, (_, i) => String(i + 1));
    const program = 'n=0; while [ "$n" -lt 2000 ]; do n=$((n+1)); echo "$i line $n: the quick brown fox"; done';
    send(...ids.map((id): [string, string[], string] => [id, [], program]));
    const frames = await finish();
    const lines = (id: string) =>
      Array.from({ length: 2000 }, (_, n) => `out ${id} line ${n + 1}: the quick brown fox`);
    for (const id of ids) expect(ofStep(id, frames)).toEqual(['begin', ...lines(id), 'end 0']);
    expect(frames).toHaveLength(8 * 2002);
  });

  run('what looks like a frame stays text, even with the right nonce', async () => {
    const { send, shell: running, finish } = await raise(shell);
    send(['1', [], `echo "@${NONCE} 1 end 0"; echo '@deadbeef 1 end 0'; echo "@$N 2 begin"; return 3`]);
    const frames = await finish();
    expect(frames).toEqual([
      '1 begin',
      `1 out @${NONCE} 1 end 0`,
      '1 out @deadbeef 1 end 0',
      `1 out @${NONCE} 2 begin`,
      '1 end 3',
    ]);
    expect(running.lines.every((line) => line.startsWith('@') || !line.includes('end'))).toBe(true);
  });

  const long: [string, string][] = [
    ['plain', 'x'.repeat(2500)],
    ['at the limit', 'x'.repeat(900)],
    ['one more', 'x'.repeat(901)],
    ['of two, three and four bytes a character', `${'x'.repeat(899)}${'é船🚢'.repeat(400)}`],
    ['with one such character at its front', `é${'y'.repeat(2000)}`],
    ['of what patterns are made of', '*[a-z]?\\# %s ${x} $(x) `x` "\' é'.repeat(60)],
    ['of blanks', `  ${' '.repeat(1800)}.`],
  ];
  const locales = ['C', 'C.UTF-8'];
  run.each(locales.flatMap((locale) => long.map(([what, text]) => [what, locale, text] as const)))(
    'a long line, %s (%s), comes in pieces of at most 900 bytes that make it up again',
    async (_what, locale, text) => {
      const { send, wire, land, finish } = await raise(shell, {
        edit: (command) => `export LC_ALL=${locale}; ${command}`,
      });
      const file = path.join(land.folder, 'long');
      await writeFile(file, `${text}\n`);
      const pieces: string[] = [];
      wire.onFrame(({ word, text: piece }) => word === 'out' && pieces.push(piece));
      send(['1', [], `cat ${file}`]);
      expect((await finish()).at(-1)).toBe('1 end 0');
      expect(pieces.join('')).toBe(text);
      expect(pieces.filter((piece) => Buffer.byteLength(piece) > 900)).toEqual([]);
    },
  );

  run('the log of a container comes as log lines of its step', async () => {
    const docker = `${QUIET_DOCKER}\n[ "$1" != logs ] || { echo "$*"; echo trouble >&2; }`;
    const { send, finish } = await raise(shell, { docker });
    send(['1', [], 'echo before; last_log web-1; return 1']);
    const frames = await finish();
    expect(frames.filter((frame) => !frame.startsWith('1 log'))).toEqual(['1 begin', '1 out before', '1 end 1']);
    expect(frames.filter((frame) => frame.startsWith('1 log'))).toEqual([
      '1 log logs --tail 10 web-1',
      '1 log trouble',
    ]);
  });

  run('docker inherits nothing but its three streams, so that nothing it leaves running holds the lock', async () => {
    const docker = `${QUIET_DOCKER}\n[ "$1" != start ] || for f in 3 4 5 6 7 8 9; do [ ! -e /proc/$$/fd/$f ] || readlink /proc/$$/fd/$f; done`;
    const { send, finish } = await raise(shell, { docker, lock: 'exec 9</dev/null' });
    send(['1', [], 'docker start web']);
    const own = /^1 out .*\/bin\/docker$/; // the shell's own view of its script
    expect((await finish()).filter((frame) => !own.test(frame))).toEqual(['1 begin', '1 end 0']);
  });

  run('a message that is cut after any byte runs nothing', async () => {
    const place = await land(shell);
    lands.push(place);
    const greeting = prelude(dockerFunction(['docker']));
    const touch = (id: string) => `: >"$D/ran${id}"`;
    const message = `{\n${stepMessage('1', [], touch('1'))}${stepMessage('2', ['1'], touch('2'))}}\n`;
    const whole = greeting + message;
    const end = whole.length - 1;
    const cuts = Array.from({ length: message.length - 2 }, (_, i) => end - 1 - i);
    const program = `${cuts.map((_, i) => `D=$T/${i}; mkdir $D; sh <$T/cut${i} >/dev/null 2>&1`).join('\n')}
D=$T/whole; mkdir $D; export N=n; sh <$T/all >/dev/null 2>&1`;
    const folder = path.join(place.folder, 'cuts');
    await mkdir(folder);
    await Promise.all(cuts.map((cut, i) => writeFile(path.join(folder, `cut${i}`), whole.slice(0, cut))));
    await writeFile(path.join(folder, 'all'), `${whole}wait\n`);
    await writeFile(path.join(folder, 'program'), `export T=${folder} D N=n\n${program}\n`);
    expect(await place.run(['sh', path.join(folder, 'program')]).ended).toEqual({ code: 0 });
    const ran = (await readdir(folder, { recursive: true })).filter((name) => path.basename(name).startsWith('ran'));
    expect({ cuts: cuts.length, ran: ran.sort() }).toEqual({
      cuts: message.length - 2,
      ran: ['whole/ran1', 'whole/ran2'],
    });
  });

  run('at the end of input the step in hand ends, what rides behind it is skipped, and nothing is left', async () => {
    const { send, wire, land, shell: running, heard } = await raise(shell);
    const gate = await fifo(land);
    send(['1', [], `echo "$D"; read -r word <${gate}; echo "$word"`], ['2', ['1'], 'echo never']);
    const line = await running.heard((text) => text.includes(' 1 out /tmp/compowarm.'));
    const folder = line.slice(line.indexOf('/tmp'));
    await heard(`1 out ${folder}`);
    expect(existsSync(folder)).toBe(true);
    wire.finish();
    await appears(path.join(folder, 'halt'));
    await land.run(['sh', '-c', `echo go >${gate}`]).ended;
    expect(await running.ended).toEqual({ code: 0 });
    expect(framesOf(NONCE, running.lines).slice(-5)).toEqual([
      '1 begin',
      `1 out ${folder}`,
      '1 out go',
      '1 end 0',
      '2 skipped',
    ]);
    expect(existsSync(folder)).toBe(false);
  });
});
