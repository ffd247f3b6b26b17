import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { planRestart } from '../../src/lib/plan/index.ts';
import { container, type ProjectParts, project, silent } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, but, second, two, up, webs } from './starting.ts';
import { seen, shipWith, tweaked } from './world.ts';

const needs = (name: string, more = {}) => ({
  depends_on: { [name]: { condition: 'service_started' as const, required: true, ...more } },
});
const chain: ProjectParts = {
  shape: 'v1',
  services: {
    web: { image: 'web', ...needs('api', { restart: true }) },
    api: { image: 'api', ...needs('db') },
    db: { image: 'db' },
  },
  ships: ['s1'],
};
const apart = but(chain, { web: { ships: ['s1'] }, api: { ships: ['s2'] }, db: { ships: ['s1'] } }, { ships: two });
const told = but(chain, { api: needs('db', { restart: true }) });
const healthy = but(chain, {
  api: needs('db', { condition: 'service_healthy' }),
  db: { healthcheck: { test: ['CMD', 'true'] } },
});
const migrated = but(chain, { api: needs('db', { condition: 'service_completed_successfully' }) });
const optional = but(chain, { api: needs('db', { required: false }) });
const once = container({ service: 'web', oneoff: true, id: 'id-run', name: 'demo-web-run-1' });
const failed = container({ service: 'web', name: 'demo-web-1_failed_d1', labels: { 'compowarm.deploy': 'd1' } });

type Row = [what: string, parts: ProjectParts, fleet: Observed[], services: string[], plan: Record<string, string[]>];

function restart(parts: ProjectParts, fleet: readonly Observed[], services: string[] = [], more = {}) {
  return planRestart(project(parts), fleet, { ...second, services, alone: false, ...more });
}

describe('restart', () => {
  test.each<Row>([
    [
      'each behind what it depends on',
      chain,
      up(chain),
      [],
      {
        steps: [
          '1 s1: restart demo-db-1 (it is running)',
          '2 s1: restart demo-api-1 after 1 (it is running)',
          '3 s1: restart demo-web-1 after 2 (it is running)',
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
          '1 s1: restart demo-db-1 (it is running)',
          '2 s2: restart demo-api-1 after 1 (it is running)',
          '3 s1: restart demo-web-1 after 2 (it is running)',
        ],
      },
    ],
    [
      'all replicas at once',
      webs(3),
      up(webs(3)),
      ['web'],
      {
        steps: [
          '1 s1: restart demo-web-1 (it is running)',
          '2 s1: restart demo-web-3 (it is running)',
          '3 s2: restart demo-web-2 (it is running)',
        ],
      },
    ],
    [
      'what depends on it is left alone, unless it asks to be restarted',
      chain,
      up(chain),
      ['db'],
      { steps: ['1 s1: restart demo-db-1 (it is running)'] },
    ],
    [
      'who asks to be restarted with it',
      chain,
      up(chain),
      ['api'],
      {
        steps: [
          '1 s1: restart demo-api-1 (it is running)',
          '2 s1: restart demo-web-1 after 1 (it is restarted with api)',
        ],
      },
    ],
    [
      'and who asks to be restarted with those',
      told,
      up(told),
      ['db'],
      {
        steps: [
          '1 s1: restart demo-db-1 (it is running)',
          '2 s1: restart demo-api-1 after 1 (it is restarted with db)',
          '3 s1: restart demo-web-1 after 2 (it is restarted with api)',
        ],
      },
    ],
    [
      'a part with a gap: still in order',
      chain,
      up(chain),
      ['web', 'db'],
      {
        steps: ['1 s1: restart demo-db-1 (it is running)', '2 s1: restart demo-web-1 after 1 (it is running)'],
      },
    ],
    [
      'what stands is started, what is paused goes on',
      chain,
      tweaked(tweaked(up(chain), 'demo-api-1', { state: 'exited' }), 'demo-db-1', { state: 'paused' }),
      [],
      {
        steps: [
          '1 s1: restart demo-db-1 (it is paused)',
          '2 s1: restart demo-api-1 after 1 (it is exited)',
          '3 s1: restart demo-web-1 after 2 (it is running)',
        ],
      },
    ],
    [
      'others wait until it is healthy again',
      healthy,
      up(healthy),
      [],
      {
        steps: [
          '1 s1: restart demo-db-1 (it is running)',
          '2 s1: wait demo-db-1 after 1 (others wait until it is healthy)',
          '3 s1: restart demo-api-1 after 2 (it is running)',
          '4 s1: restart demo-web-1 after 3 (it is running)',
        ],
      },
    ],
    [
      'for nobody nothing is waited for',
      healthy,
      up(healthy),
      ['db'],
      { steps: ['1 s1: restart demo-db-1 (it is running)'] },
    ],
    [
      'others wait until it has ended well again',
      migrated,
      up(migrated),
      ['db', 'api'],
      {
        steps: [
          '1 s1: restart demo-db-1 (it is exited)',
          '2 s1: complete demo-db-1 after 1 (others wait until it has ended well)',
          '3 s1: restart demo-api-1 after 2 (it is running)',
          '4 s1: restart demo-web-1 after 3 (it is restarted with api)',
        ],
      },
    ],
    [
      'what is not required may fail',
      optional,
      up(optional),
      ['db', 'api'],
      {
        steps: [
          '1 s1: restart demo-db-1 (it is running)',
          '2 s1: restart demo-api-1 behind 1 (it is running)',
          '3 s1: restart demo-web-1 after 2 (it is restarted with api)',
        ],
      },
    ],
    [
      'containers that were run once, or are kept for a look, are not the service',
      alone({ image: 'web' }),
      shipWith(up(alone({ image: 'web' })), 's1', { containers: [once], failed: [failed] }),
      [],
      {},
    ],
    [
      'a silent ship',
      webs(2),
      [seen(up(webs(2)), 's1'), silent('s2')],
      [],
      { steps: ['1 s1: restart demo-web-1 (it is running)'], unknown: ['web-2 s2: connection refused'] },
    ],
  ])('%s', (_, parts, fleet, services, plan) => {
    expect(shown(restart(parts, fleet, services))).toEqual(plan);
  });

  test('--no-deps leaves alone who asks to be restarted with it; --timeout is the time to end', () => {
    expect(shown(restart(chain, up(chain), ['api'], { alone: true, grace: 3 }))).toEqual({
      steps: ['1 s1: restart demo-api-1 within 3 s (it is running)'],
    });
  });

  test('hooks run before it stops, where it runs, and when it has started', () => {
    const list = [{ command: ['drain'] }];
    const hooked = alone({ image: 'web', pre_stop: list, post_start: list });
    const hooks = (fleet: Observed[]) =>
      restart(hooked, fleet).steps.map((step) => (step.kind === 'restart' ? [step.hooks, step.started] : step));
    const pre = { key: 'pre_stop', list, masked: [] };
    const post = { key: 'post_start', list, masked: [] };
    expect(hooks(up(hooked))).toEqual([[pre, post]]);
    expect(hooks(tweaked(up(hooked), 'demo-web-1', { state: 'exited' }))).toEqual([[undefined, post]]);
  });

  test('whoever answers first', () => {
    const fleet = up(webs(4));
    expect(restart(webs(4), fleet.toReversed())).toEqual(restart(webs(4), fleet));
  });
});
