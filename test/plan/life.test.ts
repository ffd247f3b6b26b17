import { describe, expect, test } from 'vitest';
import type { Observed } from '../../src/lib/docker/index.ts';
import { type Plan, planKill, planPause, planUnpause } from '../../src/lib/plan/index.ts';
import { container, type ProjectParts, project, silent } from './helpers.ts';
import { shown } from './lines.ts';
import { but, second, up, web, webs } from './starting.ts';
import { seen, shipWith, tweaked } from './world.ts';

const fleet = up(webs(2));
const paused = tweaked(fleet, 'demo-web-1', { state: 'paused' });
const stopped = tweaked(fleet, 'demo-web-1', { state: 'exited' });
const restarting = tweaked(fleet, 'demo-web-1', { state: 'restarting' });
const also = (more: Partial<Parameters<typeof container>[0]>) =>
  shipWith(stopped, 's2', {
    containers: [...seen(stopped, 's2').containers, container({ service: 'web', name: 'demo-other', ...more })],
  });
const withRun = also({ oneoff: true });
const withOrphan = also({ service: 'old' });
const WEB_2 = 's2: VERB demo-web-2 (it is running)';

type Row = [what: string, fleet: Observed[], more: object, plan: Record<string, string[]>];
type Planner = (parts: ProjectParts, seen: Observed[], more: object) => Plan;

const options = { ...second, services: [], removeOrphans: false };
const planners: Record<string, Planner> = {
  kill: (parts, now, more) => planKill(project(parts), now, { ...options, ...more }),
  pause: (parts, now, more) => planPause(project(parts), now, { ...options, ...more }),
  unpause: (parts, now, more) => planUnpause(project(parts), now, { ...options, ...more }),
};

describe.each<[verb: string, rows: Row[]]>([
  [
    'kill',
    [
      ['all at once', fleet, {}, { steps: ['1 s1: kill demo-web-1 (it is running)', `2 ${WEB_2}`] }],
      [
        'with another signal',
        stopped,
        { signal: 'HUP' },
        { steps: ['1 s2: kill demo-web-2 with HUP (it is running)'] },
      ],
      ['what is paused', paused, {}, { steps: ['1 s1: kill demo-web-1 (it is paused)', `2 ${WEB_2}`] }],
      ['what restarts', restarting, {}, { steps: ['1 s1: kill demo-web-1 (it is restarting)', `2 ${WEB_2}`] }],
      ['what `run` began', withRun, {}, { steps: [`1 ${WEB_2}`, '2 s2: kill demo-other (it is running)'] }],
      ['orphans are left', withOrphan, {}, { steps: [`1 ${WEB_2}`] }],
      [
        'orphans, with --remove-orphans',
        withOrphan,
        { removeOrphans: true },
        { steps: [`1 ${WEB_2}`, '2 s2: kill demo-other (it is running)'] },
      ],
      ['no orphans with services', withOrphan, { removeOrphans: true, services: ['web'] }, { steps: [`1 ${WEB_2}`] }],
      [
        'a silent ship',
        [seen(fleet, 's1'), silent('s2')],
        {},
        { steps: ['1 s1: kill demo-web-1 (it is running)'], unknown: ['web-2 s2: connection refused'] },
      ],
    ],
  ],
  [
    'pause',
    [
      ['all that runs, at once', fleet, {}, { steps: ['1 s1: pause demo-web-1 (it is running)', `2 ${WEB_2}`] }],
      ['not what is paused', paused, {}, { steps: [`1 ${WEB_2}`] }],
      ['not what stands', stopped, {}, { steps: [`1 ${WEB_2}`] }],
      ['not what restarts', restarting, {}, { steps: [`1 ${WEB_2}`] }],
      ['not what `run` began', withRun, {}, { steps: [`1 ${WEB_2}`] }],
      ['not orphans', withOrphan, {}, { steps: [`1 ${WEB_2}`] }],
    ],
  ],
  [
    'unpause',
    [
      ['what is paused', paused, {}, { steps: ['1 s1: unpause demo-web-1 (it is paused)'] }],
      ['nothing else', fleet, {}, {}],
    ],
  ],
])('%s', (verb, rows) => {
  test.each(rows)('%s', (_, now, more, plan) => {
    const wanted = Object.entries(plan).map(([key, lines]) => [key, lines.map((line) => line.replace('VERB', verb))]);
    expect(shown((planners[verb] as Planner)(webs(2), now, more))).toEqual(Object.fromEntries(wanted));
  });

  test('only the services named', () => {
    const two = but(web, { other: { image: 'other' } });
    const now = verb === 'unpause' ? tweaked(up(two), 'demo-other-1', { state: 'paused' }) : up(two);
    const { steps } = (planners[verb] as Planner)(two, now, { services: ['other'] });
    expect(steps.map(({ subject }) => subject)).toEqual(['other-1']);
  });
});
