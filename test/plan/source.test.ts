import { describe, expect, test } from 'vitest';
import type { DeployRecord } from '../../src/lib/docker/index.ts';
import { nextRecord } from '../../src/lib/plan/next-record.ts';
import { container, observation, type ProjectParts, project, record, silent, spec } from './helpers.ts';
import { but, first, second, start, up, webs } from './starting.ts';
import { applied, recordOn } from './world.ts';

const both: ProjectParts = { services: { web: { image: 'web:1' }, db: { image: 'db:1' } }, ships: ['s1'] };
const file = (id: string) => ({ by: 'mount' as const, name: id, target: '/x', digest: id, bytes: 1, id });

/** The services that a record can be planned from, and the image of each. */
function services({ source }: DeployRecord): Record<string, string> {
  return Object.fromEntries(Object.entries(source?.services ?? {}).map(([name, { image = '' }]) => [name, image]));
}

describe('what a record is planned from', () => {
  const fleet = up(both);
  const newer = but(both, { web: { image: 'web:2' }, db: { image: 'db:2' } });
  const now = (parts: ProjectParts, names: string[]) =>
    recordOn(applied(fleet, start(parts, fleet, { services: names })), 's1');

  test.each<[what: string, parts: ProjectParts, names: string[], services: Record<string, string>]>([
    ['all of the file', newer, [], { web: 'web:2', db: 'db:2' }],
    ['a part: the others as they were', newer, ['web'], { web: 'web:2', db: 'db:1' }],
    [
      'what the file no longer has is not in it',
      { ...both, services: { web: { image: 'web:2' } } },
      [],
      { web: 'web:2' },
    ],
    ['nor what has no replica', but(newer, { db: { deploy: { replicas: 0 } } }), [], { web: 'web:2' }],
  ])('%s', (_, parts, names, expected) => {
    expect(services(now(parts, names))).toEqual(expected);
  });

  test('a part of what was never started: that part', () => {
    const empty = [observation('s1')];
    expect(services(recordOn(applied(empty, start(both, empty, { services: ['db'] })), 's1'))).toEqual({ db: 'db:1' });
  });

  test('all that is masked, local or read for its services, and the files by their names', () => {
    const contents = {
      configs: { app: { digest: 'c', bytes: 1 } },
      secrets: {},
      mounts: { '/services/web/volumes/0': { source: './conf', keep: false, digest: 'm', bytes: 2 } },
    };
    const masked = [
      ['services', 'web', 'environment', 'TOKEN'],
      ['services', 'gone', 'environment', 'TOKEN'],
    ];
    const parts = { ...but(both, { web: { environment: { TOKEN: 'x' } } }), masked, contents };
    const { files, source } = recordOn(up(parts), 's1');
    expect({ files, source }).toEqual({
      files: ['docker.yml'],
      source: {
        shape: 'services',
        services: project(parts).services,
        disabled: {},
        networks: { default: { name: 'demo_default' } },
        volumes: {},
        contents,
        masked: ['/services/web/environment/TOKEN'],
        local: [],
      },
    });
  });

  test('of a part: what was read before for the others', () => {
    const contents = (id: string, path: string) => ({
      configs: { [id]: { digest: id, bytes: 1 } },
      secrets: {},
      mounts: { [path]: { source: './x', keep: false, digest: id, bytes: 1 } },
    });
    const before = up({ ...both, contents: contents('a', '/services/db/volumes/0') });
    const parts = { ...newer, contents: contents('b', '/services/web/volumes/0') };
    const { source } = recordOn(applied(before, start(parts, before, { services: ['web'] })), 's1');
    expect(source?.contents).toEqual({
      configs: { a: { digest: 'a', bytes: 1 }, b: { digest: 'b', bytes: 1 } },
      secrets: {},
      mounts: {
        '/services/db/volumes/0': { source: './x', keep: false, digest: 'a', bytes: 1 },
        '/services/web/volumes/0': { source: './x', keep: false, digest: 'b', bytes: 1 },
      },
    });
  });
});

test('content is known by the last generation that used it, and forgotten after five', () => {
  const known = {
    ...{ project: project(both), fleet: [observation('s1')], frozen: [], chosen: new Set(['db']) },
    record: record({
      generation: 8,
      placement: { 'web-1': 's1' },
      specs: { 'web-1': spec({ files: [file('a'), { ...file('./data'), by: 'keep' }] }) },
      contents: { a: 8, b: 5, c: 4, d: 3 },
    }),
    tasks: [],
  };
  expect(nextRecord(known, second).contents).toEqual({ a: 9, b: 5 });
});

test('images are those of the containers that are there, with their digests; of silent ships those of before', () => {
  const [app, old] = [container({ service: 'web', image: 'host:5000/app', imageId: 'sha256:a' }), { id: 'sha256:old' }];
  const images = [{ id: 'sha256:a', names: ['app@sha256:1', 'host:5000/app:2', 'host:5000/app@sha256:2'] }];
  const fleet = [observation('s1', { containers: [app], images }), silent('s2')];
  const before = record({ images: { 'web-1': old, 'web-2': old, 'web-3': old } });
  const frozen = [{ replica: 'web-2', ship: 's2' }];
  const known = { project: project(webs(2)), fleet, record: before, tasks: [], frozen, chosen: new Set(['web']) };
  expect(nextRecord(known, first).images).toEqual({
    'web-1': { id: 'sha256:a', digest: 'host:5000/app@sha256:2' },
    'web-2': old,
  });
});
