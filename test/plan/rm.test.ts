import { expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { planRm, type RmOptions } from '../../src/lib/plan/index.ts';
import { container, mountedVolume, type ProjectParts, project, silent } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, second, start, two, up, webs } from './starting.ts';
import { applied, recordOn, seen, shipWith, tweaked } from './world.ts';

const chain: ProjectParts = {
  shape: 'v1',
  services: {
    web: { image: 'web', depends_on: { db: { condition: 'service_started', required: true } }, ships: ['s2'] },
    db: { image: 'db', ships: ['s1'] },
  },
  ships: two,
};
const single = alone({ image: 'web' });
const mounts = [mountedVolume('/data'), mountedVolume('/named', 'demo_named')];
const stored = tweaked(up(single), 'demo-web-1', { state: 'exited', mounts });
const shared = shipWith(stored, 's1', {
  containers: [
    ...seen(stored, 's1').containers,
    container({ service: 'web', name: 'demo-web-run-1', oneoff: true, state: 'exited', mounts }),
  ],
});
const stopped = tweaked(up(webs(2)), 'demo-web-2', { state: 'exited' });
const GONE = 'demo-web-1 is removed from s1';
const VOLUME = 'the anonymous volume of demo-web-1 at /data on s1 is removed, with what it holds';

function rm(parts: ProjectParts, fleet: readonly Observed[], more: Partial<RmOptions> = {}) {
  return planRm(project(parts), fleet, { ...second, services: [], stop: false, volumes: false, ...more });
}

type Row = [what: string, ProjectParts, Observed[], Partial<RmOptions>, Record<string, string[]>];

test.each<Row>([
  [
    'what does not run goes, at once',
    webs(2),
    tweaked(stopped, 'demo-web-1', { state: 'created' }),
    {},
    {
      steps: ['1 s1: remove container demo-web-1 (it is created)', '2 s2: remove container demo-web-2 (it is exited)'],
      risky: [GONE, 'demo-web-2 is removed from s2'],
    },
  ],
  ['what runs stays', webs(2), up(webs(2)), {}, {}],
  ['what is paused runs', single, tweaked(up(single), 'demo-web-1', { state: 'paused' }), {}, {}],
  [
    'what runs too, stopped in order',
    chain,
    up(chain),
    { stop: true },
    {
      steps: [
        '1 s2: stop demo-web-1 (it is running)',
        '2 s1: stop demo-db-1 after 1 (it is running)',
        '3 s1: remove container demo-db-1 after 2 (it is running)',
        '4 s2: remove container demo-web-1 after 1 (it is running)',
      ],
      risky: ['demo-db-1 is removed from s1', 'demo-web-1 is removed from s2'],
    },
  ],
  [
    'only the services named',
    chain,
    up(chain),
    { stop: true, services: ['db'] },
    {
      steps: ['1 s1: stop demo-db-1 (it is running)', '2 s1: remove container demo-db-1 after 1 (it is running)'],
      risky: ['demo-db-1 is removed from s1'],
    },
  ],
  ['volumes stay', single, stored, {}, { steps: ['1 s1: remove container demo-web-1 (it is exited)'], risky: [GONE] }],
  [
    'anonymous volumes, with --volumes',
    single,
    stored,
    { volumes: true },
    {
      steps: ['1 s1: remove container demo-web-1 (it is exited)', '2 s1: remove volume ID after 1 (--volumes)'],
      risky: [GONE, VOLUME],
    },
  ],
  [
    'what `run` began stays, and a volume that it uses',
    single,
    shared,
    { volumes: true },
    { steps: ['1 s1: remove container demo-web-1 (it is exited)'], risky: [GONE] },
  ],
  [
    'a silent ship',
    webs(2),
    [silent('s1'), seen(stopped, 's2')],
    {},
    {
      steps: ['1 s2: remove container demo-web-2 (it is exited)'],
      unknown: ['web-1 s1: connection refused'],
      risky: ['demo-web-2 is removed from s2'],
    },
  ],
])('%s', (_, parts, fleet, more, plan) => {
  expect(shown(rm(parts, fleet, more))).toEqual(plan);
});

test('the next start makes it again under its number, on its ship', () => {
  const after = applied(stopped, rm(webs(2), stopped));
  expect(recordOn(after, 's1')).toEqual(recordOn(stopped, 's1'));
  expect(shown(start(webs(2), after))).toEqual({
    steps: [
      '1 s1: record 2 intent begun',
      '2 s2: record 2 intent begun',
      '3 s2: create web-2 after 2 (comes back where it was)',
      '4 s1: record 2 outcome done',
      '5 s2: record 2 outcome done',
    ],
    unchanged: ['web-1'],
  });
});
