import { expect, test } from 'vitest';
import { imagesOf } from '../../../src/lib/fleet/index.ts';
import { container, observation, silent } from '../../plan/helpers.ts';

const DETAILS = { platform: 'linux/amd64', bytes: 7, createdAt: '2026-11-05T10:00:00Z' };
const USED = { id: 'sha256:1', tags: ['app:latest', 'team/app:1'], ...DETAILS };

const row = (image: string, imageId = 'sha256:1') => {
  const on = observation('s1', { containers: [container({ service: 'web', image, imageId })], used: [USED] });
  return imagesOf([on], {})[0];
};

test.each([
  ['app', { repository: 'app', tag: 'latest' }],
  ['docker.io/team/app:1', { repository: 'team/app', tag: '1' }],
  ['app@sha256:d1', { repository: 'app' }],
  // the name means another image by now
  ['app:2', {}],
  ['sha256:1', {}],
])('a container that was made from %s', (image, named) => {
  expect(row(image)).toEqual({
    ship: 's1',
    service: 'web',
    container: 'demo-web-1',
    id: 'sha256:1',
    ...named,
    ...DETAILS,
  });
});

test('an image that the ship no longer has is known by its ID', () => {
  expect(row('app', 'sha256:gone')).toEqual({
    ship: 's1',
    service: 'web',
    container: 'demo-web-1',
    id: 'sha256:gone',
  });
});

test('stopped containers count too; of the services and ships that were named', () => {
  const fleet = [
    observation('s1', { containers: [container({ service: 'web', state: 'exited' }), container({ service: 'db' })] }),
    silent('s2'),
    observation('s3', { containers: [container({ service: 'web', number: 2 })] }),
  ];
  const names = (wanted: Parameters<typeof imagesOf>[1]) => imagesOf(fleet, wanted).map((one) => one.container);
  expect(names({})).toEqual(['demo-db-1', 'demo-web-1', 'demo-web-2']);
  expect(names({ services: ['web'], ships: ['s1', 's2'] })).toEqual(['demo-web-1']);
});
