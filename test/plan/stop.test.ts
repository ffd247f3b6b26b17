import { describe, expect, test } from 'vitest';
import type { DeployRecord, Observed } from '../../src/lib/docker/index.ts';
import { type DownOptions, type Plan, planDown, planStop } from '../../src/lib/plan/index.ts';
import { container, observation, type ProjectParts, project, record, silent, whereabouts } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, but, second, start, two, up, webs, without } from './starting.ts';
import { applied, containersIn, recordOn, seen, shipWith, tweaked, withRecord } from './world.ts';

type Case = [what: string, parts: ProjectParts, fleet: Observed[], services: string[], plan: Record<string, string[]>];

function stop(parts: ProjectParts, fleet: readonly Observed[], services: string[] = []): Plan {
  return planStop(project(parts), fleet, { ...second, services });
}

function down(parts: ProjectParts, fleet: readonly Observed[], options: Partial<DownOptions> = {}): Plan {
  return planDown(project(parts), fleet, { ...second, services: [], removeOrphans: false, ...options });
}

/** The record that a plan leaves on a ship; undefined where it writes none. */
function left(plan: Plan, ship: string): DeployRecord | null | undefined {
  return plan.steps.flatMap((step) => (step.kind === 'record' && step.ship === ship ? [step.record] : []))[0];
}

const chain: ProjectParts = {
  shape: 'v1',
  services: {
    web: { image: 'web', links: ['api'] },
    api: { image: 'api', depends_on: { db: { condition: 'service_started', required: true } } },
    db: { image: 'db' },
  },
  ships: ['s1'],
};
const apart = but(
  chain,
  {
    web: { links: [], ships: ['s1'], depends_on: { api: { condition: 'service_started', required: true } } },
    api: { ships: ['s2'] },
    db: { ships: ['s1'] },
  },
  { ships: two },
);
const stored: ProjectParts = {
  services: { db: { image: 'db', volumes: [{ type: 'volume', source: 'data', target: '/data' }] } },
  volumes: { data: {} },
  ships: two,
};
const orphaned: ProjectParts = { services: { web: { image: 'web' }, old: { image: 'old' } }, ships: ['s1'] };
const onceOff = container({
  service: 'web',
  number: 1,
  oneoff: true,
  id: 'id-run',
  name: 'demo-web-run-1',
  state: 'running',
});
const conflicting = withRecord(up(webs(2)), 's1', { ...recordOn(up(webs(2)), 's1'), deploy: 'other' });

describe('stop', () => {
  test.each<Case>([
    [
      'who depends on others goes first',
      chain,
      up(chain),
      [],
      {
        steps: [
          '1 s1: stop demo-web-1 (it runs)',
          '2 s1: stop demo-api-1 after 1 (it runs)',
          '3 s1: stop demo-db-1 after 2 (it runs)',
        ],
      },
    ],
    [
      'over ships too',
      apart,
      up(apart),
      [],
      {
        steps: [
          '1 s1: stop demo-web-1 (it runs)',
          '2 s2: stop demo-api-1 after 1 (it runs)',
          '3 s1: stop demo-db-1 after 2 (it runs)',
        ],
      },
    ],
    ['a part, and not what it needs', chain, up(chain), ['web'], { steps: ['1 s1: stop demo-web-1 (it runs)'] }],
    [
      'a part with a gap: still in order',
      chain,
      up(chain),
      ['web', 'db'],
      { steps: ['1 s1: stop demo-web-1 (it runs)', '2 s1: stop demo-db-1 after 1 (it runs)'] },
    ],
    [
      'what is stopped or was never started is left',
      chain,
      tweaked(tweaked(up(chain), 'demo-api-1', { state: 'exited' }), 'demo-db-1', { state: 'created' }),
      [],
      { steps: ['1 s1: stop demo-web-1 (it runs)'] },
    ],
    [
      'what is paused or keeps restarting goes too',
      chain,
      tweaked(tweaked(up(chain), 'demo-api-1', { state: 'paused' }), 'demo-db-1', { state: 'restarting' }),
      [],
      {
        steps: [
          '1 s1: stop demo-web-1 (it runs)',
          '2 s1: stop demo-api-1 after 1 (it runs)',
          '3 s1: stop demo-db-1 after 2 (it runs)',
        ],
      },
    ],
    ['nothing there', chain, [observation('s1')], [], {}],
    [
      'containers that were run once are not the service',
      alone({ image: 'web' }),
      shipWith(up(alone({ image: 'web' })), 's1', { containers: [onceOff] }),
      [],
      {},
    ],
    [
      'a silent ship',
      webs(2),
      [seen(up(webs(2)), 's1'), silent('s2')],
      [],
      { steps: ['1 s1: stop demo-web-1 (it runs)'], unknown: ['web-2 s2: connection refused'] },
    ],
    ['a silent ship, without a record', webs(2), [observation('s1'), silent('s2')], [], {}],
    [
      'records that do not agree are told of',
      webs(2),
      conflicting,
      [],
      {
        steps: ['1 s1: stop demo-web-1 (it runs)', '2 s2: stop demo-web-2 (it runs)'],
        warnings: ['ships s1, s2 hold records of deploys that did not know of each other: they stay as they are'],
      },
    ],
  ])('%s', (_, parts, fleet, services, plan) => {
    expect(shown(stop(parts, fleet, services))).toEqual(plan);
  });

  test('whoever answers first', () => {
    const fleet = up(webs(4));
    expect(stop(webs(4), fleet.toReversed())).toEqual(stop(webs(4), fleet));
  });
});

describe('down', () => {
  test.each<Case>([
    [
      'containers, then networks, then the record',
      chain,
      up(chain),
      [],
      {
        steps: [
          '1 s1: stop demo-web-1 (the project goes down)',
          '2 s1: remove container demo-web-1 after 1 (the project goes down)',
          '3 s1: stop demo-api-1 after 2 (the project goes down)',
          '4 s1: remove container demo-api-1 after 3 (the project goes down)',
          '5 s1: stop demo-db-1 after 4 (the project goes down)',
          '6 s1: remove container demo-db-1 after 5 (the project goes down)',
          '7 s1: remove network demo_default after 2,4,6 (the project goes down)',
          '8 s1: record none',
        ],
      },
    ],
    [
      'over ships',
      apart,
      up(apart),
      [],
      {
        steps: [
          '1 s1: stop demo-web-1 (the project goes down)',
          '2 s1: remove container demo-web-1 after 1 (the project goes down)',
          '3 s2: stop demo-api-1 after 2 (the project goes down)',
          '4 s2: remove container demo-api-1 after 3 (the project goes down)',
          '5 s1: stop demo-db-1 after 4 (the project goes down)',
          '6 s1: remove container demo-db-1 after 5 (the project goes down)',
          '7 s1: remove network demo_default after 2,6 (the project goes down)',
          '8 s2: remove network demo_default after 4 (the project goes down)',
          '9 s1: record none',
          '10 s2: record none',
        ],
      },
    ],
    [
      'what is stopped is only removed',
      chain,
      tweaked(up(chain), 'demo-db-1', { state: 'exited' }),
      [],
      {
        steps: [
          '1 s1: stop demo-web-1 (the project goes down)',
          '2 s1: remove container demo-web-1 after 1 (the project goes down)',
          '3 s1: stop demo-api-1 after 2 (the project goes down)',
          '4 s1: remove container demo-api-1 after 3 (the project goes down)',
          '5 s1: remove container demo-db-1 after 4 (the project goes down)',
          '6 s1: remove network demo_default after 2,4,5 (the project goes down)',
          '7 s1: record none',
        ],
      },
    ],
    [
      'a part: its network stays, and the record is of what is left',
      chain,
      up(chain),
      ['web'],
      {
        steps: [
          '1 s1: stop demo-web-1 (the project goes down)',
          '2 s1: remove container demo-web-1 after 1 (the project goes down)',
          '3 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'a volume is left, and so a record of it',
      stored,
      up(stored),
      [],
      {
        steps: [
          '1 s1: stop demo-db-1 (the project goes down)',
          '2 s1: remove container demo-db-1 after 1 (the project goes down)',
          '3 s1: remove network demo_default after 2 (the project goes down)',
          '4 s1: record 2 outcome done',
          '5 s2: record 2 outcome done',
        ],
      },
    ],
    ['nothing there', chain, [observation('s1')], [], {}],
    [
      'nothing there but a record',
      chain,
      [observation('s1', { record: record({ ships: ['s1'] }) })],
      [],
      { steps: ['1 s1: record none'] },
    ],
    ['nothing there but a record of a volume', stored, applied(up(stored), down(stored, up(stored))), [], {}],
    [
      'a silent ship keeps the record',
      webs(2),
      [seen(up(webs(2)), 's1'), silent('s2')],
      [],
      {
        steps: [
          '1 s1: stop demo-web-1 (the project goes down)',
          '2 s1: remove container demo-web-1 after 1 (the project goes down)',
          '3 s1: remove network demo_default after 2 (the project goes down)',
          '4 s1: record 2 outcome done',
        ],
        unknown: ['web-2 s2: connection refused'],
      },
    ],
    [
      'orphans stay, with the network that they are in',
      without(orphaned, 'old'),
      up(orphaned),
      [],
      {
        steps: [
          '1 s1: stop demo-web-1 (the project goes down)',
          '2 s1: remove container demo-web-1 after 1 (the project goes down)',
          '3 s1: record 2 outcome done',
        ],
        warnings: ['network demo_default on s1 stays: demo-old-1 is in it'],
      },
    ],
    [
      'containers that were run once go too',
      alone({ image: 'web' }),
      shipWith(up(alone({ image: 'web' })), 's1', { containers: [onceOff] }),
      [],
      {
        steps: [
          '1 s1: stop demo-web-run-1 (the project goes down)',
          '2 s1: remove container demo-web-run-1 after 1 (the project goes down)',
          '3 s1: remove network demo_default after 2 (the project goes down)',
          '4 s1: record none',
        ],
      },
    ],
    [
      "networks of others' making stay",
      chain,
      shipWith(up(chain), 's1', { containers: [], networks: [{ name: 'demo_default', driver: 'bridge', labels: {} }] }),
      [],
      { steps: ['1 s1: record none'] },
    ],
    [
      'records that do not agree are told of, and left',
      webs(2),
      conflicting,
      [],
      {
        steps: [
          '1 s1: stop demo-web-1 (the project goes down)',
          '2 s1: remove container demo-web-1 after 1 (the project goes down)',
          '3 s2: stop demo-web-2 (the project goes down)',
          '4 s2: remove container demo-web-2 after 3 (the project goes down)',
          '5 s1: remove network demo_default after 2 (the project goes down)',
          '6 s2: remove network demo_default after 4 (the project goes down)',
        ],
        warnings: ['ships s1, s2 hold records of deploys that did not know of each other: they stay as they are'],
      },
    ],
  ])('%s', (_, parts, fleet, services, plan) => {
    expect(shown(down(parts, fleet, { services }))).toEqual(plan);
  });

  test('with --remove-orphans', () => {
    expect(shown(down(without(orphaned, 'old'), up(orphaned), { removeOrphans: true }))).toEqual({
      steps: [
        '1 s1: stop demo-web-1 (the project goes down)',
        '2 s1: remove container demo-web-1 after 1 (the project goes down)',
        '3 s1: stop demo-old-1 (the project goes down)',
        '4 s1: remove container demo-old-1 after 3 (the project goes down)',
        '5 s1: remove network demo_default after 2,4 (the project goes down)',
        '6 s1: record none',
      ],
    });
  });

  test('whoever answers first', () => {
    const fleet = up(webs(4));
    expect(down(webs(4), fleet.toReversed())).toEqual(down(webs(4), fleet));
  });
});

describe('the record after a down', () => {
  const recordOf = (parts: ProjectParts) => recordOn(up(parts), (parts.ships as string[])[0] as string);
  const next = { generation: 2, outcome: 'done', ...second } as const;
  const known = (plan: Plan, ship: string) => whereabouts(left(plan, ship) as DeployRecord);

  test('of a part: what the rest is', () => {
    const { specs, ships } = recordOf(chain);
    expect(known(down(chain, up(chain), { services: ['web'] }), 's1')).toEqual({
      ...whereabouts(recordOf(chain)),
      ...next,
      ships,
      placement: { 'api-1': 's1', 'db-1': 's1' },
      specs: { 'api-1': specs['api-1'], 'db-1': specs['db-1'] },
    });
  });

  test('with a volume: where it is', () => {
    expect(known(down(stored, up(stored)), 's2')).toEqual({
      ...whereabouts(recordOf(stored)),
      ...next,
      placement: {},
      specs: {},
      volumes: { s1: ['demo_data'] },
    });
  });

  test('with a silent ship: all that is there, orphans and services that are not named too', () => {
    const far = { ships: ['s2'], networks: { far: null } };
    const services = { old: { image: 'old', ...far }, other: { image: 'other', ...far } };
    const three = but(webs(2), services, { networks: { far: {} } });
    const all = up(three);
    const fleet = [seen(all, 's1'), silent('s2')];
    const { specs } = recordOn(all, 's1');
    expect(known(down(without(three, 'old'), fleet, { services: ['web'] }), 's1')).toEqual({
      ...whereabouts(recordOn(all, 's1')),
      ...next,
      placement: { 'old-1': 's2', 'other-1': 's2', 'web-2': 's2' },
      specs: { 'old-1': specs['old-1'], 'other-1': specs['other-1'], 'web-2': specs['web-2'] },
    });
  });

  test('and a start after it makes everything anew, data where it was', () => {
    const fleet = applied(up(stored), down(stored, up(stored)));
    expect(containersIn(fleet)).toEqual([]);
    expect(shown(start(stored, fleet))).toEqual({
      steps: [
        '1 s1: record 3 intent begun',
        '2 s2: record 3 intent begun',
        '3 s1: network demo_default after 1 (db-1 needs it)',
        '4 s1: create db-1 after 1,3 (comes back to its data (volume demo_data))',
        '5 s1: record 3 outcome done',
        '6 s2: record 3 outcome done',
      ],
    });
  });
});
