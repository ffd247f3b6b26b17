import { describe, expect, test } from 'vitest';
import { glanceProgram, readGlance } from '../../src/lib/deploy/glance.ts';
import type { Progress } from '../../src/lib/deploy/progress.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import { container } from '../plan/helpers.ts';
import { step } from './scripted.ts';

const made = (kind: 'create' | 'replace', run: boolean): Step =>
  ({
    ...step.create('1', 's1', 'web-1'),
    kind,
    run,
    old: container({ service: 'web', name: 'old' }),
    keep: [],
  }) as Step;

/** The words behind the format are the containers that are asked for. */
const program = (names: string) =>
  `docker inspect --format '{{.Name}} {{.State.Status}} {{.State.ExitCode}}' ${names} | while read -r i s c; do
  case "$s $c" in
    running* | paused* | 'exited 0') ;;
    *) last_log "\${i#/}"; say "$i" "crashed it is $s (exit $c)" >&5 ;;
  esac
done`;

test.each<[string, Step[], string | undefined]>([
  ['nothing', [], undefined],
  ['one that was made and runs', [made('create', true)], program('demo-web-1')],
  ['one that was only made', [made('create', false)], undefined],
  ['one that took the place of another', [made('replace', true)], program('demo-web-1')],
  ['one that took its place without being started', [made('replace', false)], undefined],
  [
    'several that were started',
    [step.start('1', 's1', 'web-1'), step.start('2', 's1', "it's")],
    program(`demo-web-1 'demo-it'\\''s'`),
  ],
  [
    'what leaves nothing running',
    [step.pull('1', 's1'), step.wait('2', 's1', 'web-1'), step.stop('3', 's1', 'web-1'), step.intent('4', 's1')],
    undefined,
  ],
])('the glance at %s', (_, steps, text) => {
  expect(glanceProgram(steps)).toBe(text);
});

describe('what a glance says', () => {
  const steps = [step.start('7', 's1', 'web-1'), step.pull('8', 's1')];

  test.each([
    ['/demo-web-1', 'log', 'no config', ['7 log no config']],
    ['/demo-web-1', 'crashed', 'it is exited (exit 1)', ['7 failed it started, but it is exited (exit 1)']],
    ['/demo-web-1', 'begin', '', []],
    ['demo-web-1', 'crashed', 'it is dead (exit 1)', []],
    ['/demo-api-1', 'crashed', 'it is dead (exit 1)', []],
    ['/undefined', 'log', 'x', []],
    ['glance', 'end', '0', []],
  ])('%s %s %s', (name, word, text, told) => {
    const heard: string[] = [];
    const progress = {
      output: (...words: string[]) => heard.push([words[0], ...words.slice(1)].join(' ')),
      failed: (id: string, why: string) => heard.push(`${id} failed ${why}`),
    } as unknown as Progress;
    readGlance({ step: name, word, text }, steps, progress);
    expect(heard).toEqual(told);
  });
});
