import { expect, test } from 'vitest';
import { imageName } from '../../src/lib/docker/index.ts';

const digest = `sha256:${'0'.repeat(64)}`;

test.each([
  ['redis', 'redis:latest'],
  ['redis:7', 'redis:7'],
  ['library/redis', 'redis:latest'],
  ['docker.io/redis:7', 'redis:7'],
  ['docker.io/library/redis', 'redis:latest'],
  ['index.docker.io/library/redis:7', 'redis:7'],
  ['team/app', 'team/app:latest'],
  ['docker.io/team/app:1.2', 'team/app:1.2'],
  ['ghcr.io/library/redis', 'ghcr.io/library/redis:latest'],
  ['localhost:5000/app', 'localhost:5000/app:latest'],
  ['host:5000/team/app:1.2', 'host:5000/team/app:1.2'],
  ['library/team/app', 'library/team/app:latest'],
  [`redis@${digest}`, `redis@${digest}`],
  [`docker.io/library/redis:7@${digest}`, `redis@${digest}`],
])('%s is %s to docker image ls', (reference, name) => {
  expect(imageName(reference)).toBe(name);
});
