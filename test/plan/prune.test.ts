import { describe, expect, test } from 'vitest';
import type { Container, Observed } from '../../src/lib/docker/index.ts';
import { planPrune } from '../../src/lib/plan/index.ts';
import { deployed } from './deploys.ts';
import { observation, type ProjectParts, problem, project, silent } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, empty, first } from './starting.ts';
import { applied, recordOn, seen, shipWith } from './world.ts';

const id = (version: number) => String(version).repeat(64);

/** The seventh part and the like of a history: each version has an image and a config of its own. */
const version = (number: number): ProjectParts => ({
  ...alone({ image: `app:${number}`, configs: [{ source: 'app' }] }),
  contents: { configs: { app: { digest: id(number), bytes: 1 } }, secrets: {}, mounts: {} },
});
const history = (...versions: number[]) =>
  versions.reduce((fleet, number) => deployed(fleet, version(number), `deploy${number}`), empty(['s1']));
const prune = (fleet: readonly Observed[]) => planPrune(project(version(1)), fleet, first);

describe('prune', () => {
  test('five deploys: nothing', () => {
    expect(shown(prune(history(1, 2, 3, 4, 5)))).toEqual({});
  });

  test('of more: images and records of those before the last five, and asks', () => {
    const fleet = history(1, 2, 3, 4, 5, 6, 7);
    const plan = prune(fleet);
    expect(shown(plan)).toEqual({
      steps: [
        '1 s1: remove image app:1 (none of the last deploys used it)',
        '2 s1: remove image app:2 (none of the last deploys used it)',
        '3 s1: old records (they are older than the last deploys)',
      ],
      risky: [
        'image app:1 is removed from s1',
        'image app:2 is removed from s1',
        's1 forgets deploy deploy2 and deploy deploy1',
      ],
    });
    const left = seen(applied(fleet, plan), 's1');
    expect(left.history?.map(({ deploy }) => deploy)).toEqual(['deploy7', 'deploy6', 'deploy5', 'deploy4', 'deploy3']);
    expect(left.containers).toEqual(seen(fleet, 's1').containers);
    expect(shown(prune(applied(fleet, plan)))).toEqual({});
  });

  test('content that none of them used, and what a cut left', () => {
    const fleet = history(1, 2);
    const contents = [...seen(fleet, 's1').contents, id(8), `${id(9)}+`];
    expect(shown(prune(shipWith(fleet, 's1', { contents })))).toEqual({
      steps: ['1 s1: old content (no container mounts it)'],
      risky: ['content that no deploy of late used is removed from s1'],
    });
  });

  test.each<
    [string, (images: readonly { id: string; names: string[] }[]) => { id: string; names: string[] }[], string[]]
  >([
    ['that nobody of ours named stay', (images) => [...images, { id: 'x', names: ['theirs:1'] }], ['app:1']],
    [
      'that go by a name of somebody else too stay',
      (images) =>
        images.map((one) => (one.id === 'sha256:app:1' ? { ...one, names: [...one.names, 'theirs:1'] } : one)),
      [],
    ],
    [
      'that lost their name go by their ids',
      (images) => images.map((one) => (one.id === 'sha256:app:1' ? { ...one, names: ['app@sha256:0'] } : one)),
      ['sha256:app:1'],
    ],
  ])('images %s', (_, change, gone) => {
    const fleet = history(1, 2, 3, 4, 5, 6);
    const images = change(seen(fleet, 's1').images);
    const steps = prune(shipWith(fleet, 's1', { images })).steps;
    expect(steps.flatMap((step) => (step.kind === 'remove' ? [step.name] : []))).toEqual(gone);
  });

  test('an image that a container is still made of stays', () => {
    const fleet = history(1, 2, 3, 4, 5, 6);
    const containers = seen(fleet, 's1').containers.map((one) => ({ ...one, imageId: 'sha256:app:1' }));
    const { steps } = prune(shipWith(fleet, 's1', { containers }));
    expect(steps.map(({ kind }) => kind)).toEqual(['forget']);
  });

  test('containers that were kept for a look, and then their images', () => {
    const fleet = history(1, 2, 3, 4, 5, 6);
    const [web] = seen(fleet, 's1').containers;
    const failed = {
      ...{ name: 'demo-web-1_failed_deploy1', imageId: 'sha256:app:1', state: 'exited' as const },
      labels: { 'compowarm.deploy': 'deploy1' },
    };
    const kept = [{ ...web, ...failed } as Container];
    expect(shown(prune(shipWith(fleet, 's1', { failed: kept })))).toEqual({
      steps: [
        '1 s1: remove container demo-web-1_failed_deploy1 (it failed, and was kept for a look)',
        '2 s1: remove image app:1 after 1 (none of the last deploys used it)',
        '3 s1: old records (they are older than the last deploys)',
      ],
      risky: [
        'demo-web-1_failed_deploy1 is removed from s1',
        'image app:1 is removed from s1',
        's1 forgets deploy deploy1',
      ],
    });
  });

  test('silent ships are told of', () => {
    const fleet = [...history(1, 2), silent('s2')];
    expect(shown(prune(fleet))).toEqual({ warnings: ['nothing is removed from s2'] });
  });

  test('nothing is done where records do not agree', () => {
    const fleet = history(1, 2);
    const other = observation('s2', { record: { ...recordOn(fleet, 's1'), deploy: 'other' } });
    expect(problem(() => prune([...fleet, other])).exit).toBe(1);
  });
});
