import { describe, expect, it } from 'vitest';
import { planDown, planStop } from '../../src/lib/plan/index.ts';
import { project } from './helpers.ts';
import { alone, but, second, start, up } from './starting.ts';
import { tweaked } from './world.ts';

const list = [{ command: ['drain'], environment: { TOKEN: 'x' } }];
const hooked = alone({ image: 'web', pre_stop: list, post_start: list });
const pre = { key: 'pre_stop', list, masked: [] };
const post = { ...pre, key: 'post_start' };
const options = { ...second, services: [], removeOrphans: false };

/** The hooks of each step that has any. */
const hooksIn = ({ steps }: { steps: readonly object[] }) =>
  steps.flatMap((step) => ('hooks' in step && 'kind' in step ? [[step.kind, step.hooks]] : []));

describe('hooks in a plan', () => {
  const fleet = up(hooked);
  const stopped = tweaked(fleet, 'demo-web-1', { state: 'exited' });

  it('pre_stop goes with each stop of a container that runs', () => {
    expect(hooksIn(planStop(project(hooked), fleet, options))).toEqual([['stop', pre]]);
    expect(hooksIn(planDown(project(hooked), fleet, options))).toEqual([['stop', pre]]);
    expect(hooksIn(planDown(project(hooked), stopped, options))).toEqual([]);
    expect(hooksIn(start(but(hooked, { web: { image: 'web:2' } }), fleet))).toEqual([['replace', pre]]);
    expect(hooksIn(start(but(hooked, { web: { image: 'web:2' } }), stopped))).toEqual([]);
  });

  it('post_start goes with each start', () => {
    expect(hooksIn(start(hooked, stopped))).toEqual([['start', post]]);
  });

  it('variables from outside the file are masked in the step and in what differs', () => {
    const masked = [['services', 'web', 'post_start', 0, 'environment', 'TOKEN']];
    const parts = { ...hooked, masked };
    expect(hooksIn(start(parts, tweaked(up(parts), 'demo-web-1', { state: 'exited' })))).toEqual([
      ['start', { ...post, masked: ['0.TOKEN'] }],
    ]);
    const other = [{ command: ['drain'], environment: { TOKEN: 'y' } }];
    const { steps } = start(but(parts, { web: { post_start: other, pre_stop: other } }), up(parts));
    expect(steps.flatMap(({ changes }) => changes)).toEqual([
      { field: 'post_start', old: '(masked)', new: '(masked)' },
      { field: 'pre_stop', old: JSON.stringify(list[0]), new: JSON.stringify(other[0]) },
    ]);
  });
});
