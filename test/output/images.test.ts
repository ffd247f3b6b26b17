import { expect, it } from 'vitest';
import type { ImageRow } from '../../src/lib/fleet/index.ts';
import { imageIds, imagesJson, imagesTable } from '../../src/lib/output/index.ts';
import { NOW } from './given.ts';

const ROWS: ImageRow[] = [
  {
    ship: '192.168.1.83',
    service: 'db',
    container: 'shop-db-1',
    id: `sha256:${'1'.repeat(64)}`,
    repository: 'redis',
    tag: '7-alpine',
    platform: 'linux/arm64/v8',
    bytes: 41_270_000,
    createdAt: '2026-11-05T10:00:00Z',
    taggedAt: '2026-11-05T11:00:00Z',
  },
  {
    ship: '192.168.1.84',
    service: 'web',
    container: 'shop-web-1',
    id: 'sha256:22',
    platform: 'linux/amd64',
    bytes: 7,
    createdAt: '',
  },
  { ship: '192.168.1.84', service: 'web', container: 'shop-web-2', id: 'sha256:22' },
];

it.each([
  [
    160,
    `SHIP           CONTAINER    REPOSITORY   TAG        PLATFORM         IMAGE ID       SIZE     CREATED
192.168.1.83   shop-db-1    redis        7-alpine   linux/arm64/v8   111111111111   41.3MB   2 hours ago
192.168.1.84   shop-web-1   <none>       <none>     linux/amd64      22             7B       N/A
192.168.1.84   shop-web-2   <none>       <none>                      22                      N/A`,
  ],
  [
    84,
    `SHIP          CONTAINER   REPOSITORY  TAG       IMAGE ID      SIZE    CREATED
192.168.1.83  shop-db-1   redis       7-alpine  111111111111  41.3MB  2 hours ago
192.168.1.84  shop-web-1  <none>      <none>    22            7B      N/A
192.168.1.84  shop-web-2  <none>      <none>    22                    N/A`,
  ],
  [
    72,
    `SHIP          CONTAINER   REPOSITORY  TAG       IMAGE ID      SIZE
192.168.1.83  shop-db-1   redis       7-alpine  111111111111  41.3MB
192.168.1.84  shop-web-1  <none>      <none>    22            7B
192.168.1.84  shop-web-2  <none>      <none>    22`,
  ],
])('the table in %d columns', (width, expected) => {
  expect(imagesTable(ROWS, { now: NOW, width })).toBe(expected);
});

it('for programs, one object a line, with the names of Compose, and Service and Ship', () => {
  const [known, , gone] = imagesJson(ROWS).split('\n');
  expect(JSON.parse(known ?? '')).toEqual({
    ID: `sha256:${'1'.repeat(64)}`,
    ContainerName: 'shop-db-1',
    Repository: 'redis',
    Tag: '7-alpine',
    Platform: 'linux/arm64/v8',
    Size: 41_270_000,
    Created: '2026-11-05T10:00:00Z',
    LastTagTime: '2026-11-05T11:00:00Z',
    Service: 'db',
    Ship: '192.168.1.83',
  });
  expect(JSON.parse(gone ?? '')).toEqual({
    ID: 'sha256:22',
    ContainerName: 'shop-web-2',
    Repository: '',
    Tag: '',
    Platform: '',
    Size: 0,
    Service: 'web',
    Ship: '192.168.1.84',
  });
});

it('the whole IDs, each once', () => {
  expect(imageIds(ROWS)).toBe(`${'1'.repeat(64)}\n22`);
});
