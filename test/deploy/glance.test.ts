import { describe, expect, test } from 'vitest';
import { glanceProgram, imagesMade, readGlance, type Seen } from '../../src/lib/deploy/glance.ts';
import type { Progress } from '../../src/lib/deploy/progress.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import { container, service, spec } from '../plan/helpers.ts';
import { step } from './scripted.ts';

const made = (kind: 'create' | 'replace', run: boolean): Step =>
  ({
    ...step.create('1', 's1', 'web-1'),
    kind,
    run,
    old: container({ service: 'web', name: 'old' }),
    keep: [],
  }) as Step;

const images = (names: string) =>
  `docker inspect --format '{{.Name}} {{.Image}}{{range .Mounts}}{{if eq .Type "volume"}} {{.Name}}:{{.Destination}}{{end}}{{end}}' ${names} | while read -r i m; do say "$i" "image $m" >&5; done
m=$(docker inspect --format '{{.Image}}' ${names} | sort -u)
[ -z "$m" ] || docker image inspect --format '{{.Id}} {{range .RepoDigests}}{{.}} {{end}}' $m | while read -r i d; do
  say "$i" "digests $d" >&5
done`;

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
  ['one that was made and runs', [made('create', true)], `${images('demo-web-1')}\n${program('demo-web-1')}`],
  ['one that was only made', [made('create', false)], images('demo-web-1')],
  ['one that took the place of another', [made('replace', true)], `${images('demo-web-1')}\n${program('demo-web-1')}`],
  ['one that took its place without being started', [made('replace', false)], images('demo-web-1')],
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

const nothing = (): Seen => ({ images: new Map(), digests: new Map() });

test('the images that a glance sees, each with its digest, and volumes that docker named', () => {
  const steps = ['a', 'b', 'c'].map((name, index) => {
    const made = spec({ service: name, name: `demo-${name}-1`, config: service({ image: 'host:5000/app:1' }) });
    return { ...step.create(String(index), 's1', `${name}-1`), spec: made } as Step;
  });
  const seen = nothing();
  for (const [name = '', word = '', text = ''] of [
    ['/demo-a-1', 'image', 'sha256:a'],
    ['/demo-b-1', 'image', `sha256:b demo_data:/a ${'f'.repeat(64)}:/my data`],
    ['sha256:a', 'digests', 'app@sha256:1 host:5000/app@sha256:2 '],
    ['sha256:b', 'digests', ''],
  ]) {
    readGlance({ step: name, word, text }, steps, {} as Progress, seen);
  }
  expect(imagesMade([...steps, step.pull('9', 's1')], seen)).toEqual({
    'a-1': { id: 'sha256:a', digest: 'host:5000/app@sha256:2' },
    'b-1': { id: 'sha256:b', volumes: ['/my data'] },
  });
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
    readGlance({ step: name, word, text }, steps, progress, nothing());
    expect(heard).toEqual(told);
  });
});
