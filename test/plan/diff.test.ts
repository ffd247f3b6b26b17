import { describe, expect, test } from 'vitest';
import type { Container, Observation, Spec } from '../../src/lib/docker/index.ts';
import { judge, keeperOf } from '../../src/lib/plan/diff.ts';
import type { Change } from '../../src/lib/plan/index.ts';
import { container, observation, service } from './helpers.ts';

const image = { id: 'sha256:0011223344556677', names: ['web:latest', `web@sha256:${'a'.repeat(64)}`] };
const ship = observation('s1', { images: [image], networks: [{ name: 'demo_default', driver: 'bridge', labels: {} }] });

function spec(config: Parameters<typeof service>[0] = {}, parts: Partial<Spec> = {}): Spec {
  return {
    project: 'demo',
    service: 'web',
    number: 1,
    name: 'demo-web-1',
    config: service({ image: 'web', networks: { demo_default: null }, ...config }),
    links: {},
    hosts: {},
    masked: [],
    hash: 'now',
    ...parts,
  };
}

const web = (parts: Partial<Container> = {}) =>
  container({ service: 'web', hash: 'now', image: 'web', imageId: image.id, ...parts });

describe('of several containers of one replica the one to go on with', () => {
  const aside = (parts: Partial<Container>) => web({ name: '0123456789ab_demo-web-1', hash: 'old', ...parts });
  test.each<[what: string, containers: Container[], keeper: string | undefined]>([
    ['none', [], undefined],
    ['the only one', [aside({ state: 'dead' })], '0123456789ab_demo-web-1'],
    ['both run: as the file wants it', [aside({}), web()], 'demo-web-1'],
    [
      'one runs, the other is as the file wants it: what runs',
      [aside({}), web({ state: 'created' })],
      '0123456789ab_demo-web-1',
    ],
    ['neither runs: as the file wants it', [aside({ state: 'exited' }), web({ state: 'created' })], 'demo-web-1'],
    ['neither is as the file wants it: of the right name', [aside({}), web({ hash: 'older' })], 'demo-web-1'],
    ['the file wants what is aside: of the right name', [aside({ hash: 'now' }), web({ hash: 'newer' })], 'demo-web-1'],
    ['neither has the name: the first', [web({ name: 'b' }), web({ name: 'a' })], 'a'],
  ])('%s', (_, containers, keeper) => {
    expect(keeperOf(containers, spec())?.name).toBe(keeper);
    expect(keeperOf(containers.toReversed(), spec())?.name).toBe(keeper);
  });
});

describe('what has to happen', () => {
  test.each<[what: string, container: Container | undefined, run: boolean, verdict: object]>([
    ['not there', undefined, true, { kind: 'create' }],
    ['as it should be', web(), true, { kind: 'same', container: web() }],
    ['paused', web({ state: 'paused' }), true, { kind: 'same', container: web({ state: 'paused' }) }],
    [
      'stopped',
      web({ state: 'exited', exitCode: 1 }),
      true,
      { kind: 'start', container: web({ state: 'exited', exitCode: 1 }), why: 'it is stopped (exit 1)' },
    ],
    [
      'stopped, where nothing is to run',
      web({ state: 'exited' }),
      false,
      { kind: 'same', container: web({ state: 'exited' }) },
    ],
    [
      'made',
      web({ state: 'created' }),
      true,
      { kind: 'start', container: web({ state: 'created' }), why: 'it is created, not started' },
    ],
    [
      'being removed',
      web({ state: 'removing' }),
      true,
      { kind: 'replace', container: web({ state: 'removing' }), changes: [], why: 'it is removing' },
    ],
    [
      'stopped and changed',
      web({ state: 'exited', hash: 'old' }),
      true,
      {
        kind: 'replace',
        container: web({ state: 'exited', hash: 'old' }),
        changes: [{ field: 'configuration' }],
        why: 'it differs in configuration',
      },
    ],
    [
      'of another image than its tag means',
      web({ imageId: 'sha256:ffeeddccbbaa9988' }),
      true,
      {
        kind: 'replace',
        container: web({ imageId: 'sha256:ffeeddccbbaa9988' }),
        changes: [{ field: 'image web', old: 'ffeeddccbbaa', new: '001122334455' }],
        why: 'it differs in image web',
      },
    ],
  ])('%s', (_, seen, run, verdict) => {
    expect(judge(spec(), seen, ship, undefined, run)).toEqual(verdict);
  });

  test.each<[what: string, ship: Observation, changes: Change[] | undefined]>([
    ['its image is not on the ship', { ...ship, images: [] }, undefined],
    [
      'its network is not on the ship',
      { ...ship, networks: [] },
      [{ field: 'network demo_default', old: 'removed', new: 'there' }],
    ],
  ])('%s', (_, seen, changes) => {
    const verdict = judge(spec(), web(), seen, undefined, true);
    expect('changes' in verdict ? verdict.changes : undefined).toEqual(changes);
  });

  test('what the record holds of another container says nothing of this one', () => {
    const last = spec({ image: 'web:0' }, { hash: 'another' });
    expect(judge(spec(), web({ hash: 'old' }), ship, last, true)).toEqual({
      kind: 'replace',
      container: web({ hash: 'old' }),
      changes: [{ field: 'configuration' }],
      why: 'it differs in configuration',
    });
  });

  test('an image by its digest', () => {
    const pinned = spec({ image: `web:1@sha256:${'a'.repeat(64)}` });
    expect(judge(pinned, web(), ship, undefined, true)).toEqual({ kind: 'same', container: web() });
  });
});
