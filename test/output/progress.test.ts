import { expect, it } from 'vitest';
import type { Event } from '../../src/lib/deploy/index.ts';
import { showProgress } from '../../src/lib/output/index.ts';
import { plan, step } from './given.ts';

const A = '192.168.1.83';
const B = '192.168.1.104';

const PLAN = plan({
  steps: [
    step({ id: '0', ship: A, kind: 'record', subject: 'record' }),
    step({ id: '1', ship: A, kind: 'network', subject: 'network demo_default' }),
    step({ id: '2', ship: A, kind: 'pull', subject: 'image redis:7' }),
    step({ id: '3', ship: A, kind: 'create', subject: 'redis-1' }),
    step({ id: '4', ship: A, kind: 'wait', subject: 'redis-1' }),
    step({ id: '5', ship: B, kind: 'replace', subject: 'web-1' }),
    step({ id: '6', ship: B, kind: 'create', subject: 'web-2' }),
    step({ id: '7', ship: B, kind: 'remove', target: 'container', subject: 'old-1' }),
  ],
});

type Told = [step: string, state: Event['state'], text?: string];

const WELL: Told[] = [
  ['0', 'begun'],
  ['0', 'done'],
  ['1', 'begun'],
  ['1', 'done'],
  ['2', 'begun'],
  ['2', 'output', 'a1b2: Pull complete'],
  ['2', 'done'],
  ['3', 'begun'],
  ['3', 'done'],
  ['4', 'begun'],
  ['4', 'done'],
];
const BADLY: Told[] = [
  ['5', 'begun'],
  ['5', 'output', 'docker: Error response from daemon: \u001b[31mport is already allocated\u001b[39m.'],
  ['5', 'log', 'listening on 8080\nbye'],
  ['5', 'failed', 'docker ended with 125\nweb-1 is back as it was'],
  ['5', 'log', 'too late'],
  ['6', 'skipped', 'web-1 failed'],
  ['7', 'begun'],
  ['7', 'unknown', 'the connection was lost'],
];

/** What is written when a plan runs with these events, a tenth of a second apart. */
async function shown(told: Told[], options: { color?: boolean; quiet?: boolean } = {}, of = PLAN): Promise<string> {
  let written = '';
  let now = 0;
  const stream = { write: (text: string) => (written += text) };
  const progress = showProgress(of, { stream, live: false, color: false, clock: () => now, ...options });
  for (const [step, state, text] of told) {
    now += 100;
    const ship = of.steps.find(({ id }) => id === step)?.ship ?? B;
    progress.event({ ship, step, state, ...(text === undefined ? {} : { text }) });
  }
  await progress.finish();
  return written;
}

it('writes a line for each step that has ended, and under what failed all that was said', async () => {
  expect(await shown([...WELL, ...BADLY])).toBe(
    `192.168.1.83   network demo_default  created (0.1s)
192.168.1.83   image redis:7         pulled (0.2s)
192.168.1.83   redis-1               created (0.1s)
192.168.1.83   redis-1               healthy (0.1s)
192.168.1.104  web-1                 failed (0.3s): docker ended with 125
    web-1 is back as it was
    docker: Error response from daemon: port is already allocated.
    web-1 | listening on 8080
    web-1 | bye
    web-1 | too late
192.168.1.104  web-2                 skipped: web-1 failed
192.168.1.104  old-1                 unknown: the connection was lost
`,
  );
});

it('says nothing of what went well when it is to be quiet', async () => {
  expect(await shown([...WELL, ...BADLY.slice(3)], { quiet: true })).toBe(
    `192.168.1.104  web-1                 failed: docker ended with 125
    web-1 is back as it was
    web-1 | too late
192.168.1.104  web-2                 skipped: web-1 failed
192.168.1.104  old-1                 unknown: the connection was lost
`,
  );
});

it('tells at the end of steps that never ended and never began', async () => {
  expect(await shown([...WELL, ['5', 'begun'], ['0', 'begun']])).toContain(
    `192.168.1.83   record                unknown: no answer came
192.168.1.104  web-1                 unknown: no answer came
192.168.1.104  web-2                 skipped: never begun
192.168.1.104  old-1                 skipped: never begun
`,
  );
});

it('shows a record only when it could not be written', async () => {
  expect(
    await shown(
      [
        ['0', 'begun'],
        ['0', 'failed', 'disk full'],
      ],
      { quiet: true },
    ),
  ).toContain('192.168.1.83   record                failed (0.1s): disk full\n');
});

it('shows a container that fell over though no step was about it', async () => {
  expect(
    await shown(
      [
        ['db-1', 'log', 'FATAL'],
        ['db-1', 'failed', 'db-1 is restarting'],
      ],
      { quiet: true },
    ),
  ).toContain('192.168.1.104  db-1                  failed: db-1 is restarting\n    db-1 | FATAL\n');
});

it.each<[string, Told]>([
  ['where no reason is given', ['2', 'failed']],
  ['where the reason is a hint', ['2', 'failed', "See 'docker pull --help'."]],
])('takes docker at its last word %s', async (_, failed) => {
  const said: Told = ['2', 'output', "one\ntwo\nRun 'docker pull --help' for more information"];
  expect(await shown([['2', 'begun'], said, failed], { quiet: true })).toContain(
    '192.168.1.83   image redis:7         failed (0.2s): two\n    one\n',
  );
});

it('is coloured when that is wanted', async () => {
  expect(await shown(BADLY.slice(-3), { color: true, quiet: true })).toContain(
    '192.168.1.104  web-2                 \u001b[33mskipped\u001b[39m: web-1 failed\n',
  );
});

it('says of what was waited for in vain, and need not be there, why', async () => {
  expect(
    await shown([
      ['4', 'begun'],
      ['4', 'done', 'demo-redis-1 is unhealthy'],
    ]),
  ).toContain('192.168.1.83   redis-1               not waited for (0.1s): demo-redis-1 is unhealthy\n');
});

it('tells with a step that is done what went wrong on the way, and of a way back only when it is taken', async () => {
  const steps = [
    step({ id: '1', ship: A, kind: 'stop', subject: 'old-1' }),
    step({ id: '2', ship: A, kind: 'replace', subject: 'web-1' }),
    step({ id: '3', ship: A, kind: 'retire', subject: 'web-1' }),
    step({ id: '4', ship: A, kind: 'revert', subject: 'web-1' }),
    step({ id: '5', ship: A, kind: 'revert', subject: 'web-2' }),
  ];
  const told: Told[] = [
    ['1', 'begun'],
    ['1', 'done', 'pre_stop[0] ended with 3'],
    ['2', 'begun'],
    ['2', 'done'],
    ['4', 'begun'],
    ['4', 'done'],
  ];
  expect(await shown(told, {}, plan({ steps }))).toBe(
    `192.168.1.83  old-1  stopped (0.1s): pre_stop[0] ended with 3
192.168.1.83  web-1  replaced (0.1s)
192.168.1.83  web-1  reverted (0.1s)
`,
  );
});
