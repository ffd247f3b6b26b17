import { describe, expect, test } from 'vitest';
import { loadFiles, problemOf } from './files.ts';

const load = (keys: string, more = '') =>
  loadFiles({ 'a.yml': `services:\n  web: {image: w, ${keys}}\n${more}` }, { files: ['a.yml'] });

describe('a service may not contradict itself', () => {
  test.each([
    [
      'cpus: 1, deploy: {resources: {limits: {cpus: "2"}}}',
      'says 1 as cpus and 2 as deploy.resources.limits.cpus\na.yml:2:25',
      'write both, or deploy.resources.limits.cpus alone',
    ],
    [
      'mem_limit: 1g, deploy: {resources: {limits: {cpus: "2"}}}',
      'says 1073741824 as mem_limit and nothing as deploy.resources.limits.memory\na.yml:2:30',
      'write both, or deploy.resources.limits.memory alone',
    ],
    [
      'mem_reservation: 1m, deploy: {resources: {reservations: {memory: 2m}}}',
      'says 1048576 as mem_reservation and 2097152 as deploy.resources.reservations.memory\na.yml:2:36',
      'write both, or deploy.resources.reservations.memory alone',
    ],
    [
      'pids_limit: 5, deploy: {resources: {limits: {pids: 6}}}',
      'says 5 as pids_limit and 6 as deploy.resources.limits.pids\na.yml:2:31',
      'write both, or deploy.resources.limits.pids alone',
    ],
    [
      'platform: linux/arm64, build: {context: ., platforms: [linux/amd64]}',
      'is built for other platforms than its own, linux/arm64\na.yml:2:62',
      'add linux/arm64',
    ],
    [
      'build: {context: ., additional_contexts: {a: "service:none"}}',
      'builds with "none", which is not a service\na.yml:2:64',
      'name a service that has a build',
    ],
    [
      'build: {context: ., additional_contexts: {a: "service:db"}}',
      'builds with "db", which is not built\na.yml:2:64',
      'name a service that has a build',
    ],
    [
      'develop: {watch: [{path: ., action: sync}]}',
      'watches files without a target for sync\na.yml:2:37',
      'add target, a path in the container',
    ],
  ])('%s', async (keys, said, remedy) => {
    const text = await problemOf(load(keys, '  db: {image: d}\n'));
    expect(text).toBe(`service web ${said}\n    web: {image: w, ${keys}}\ndo: ${remedy}\n`);
  });

  test.each([
    'cpus: 1, deploy: {resources: {limits: {cpus: "1.0"}}}',
    'mem_limit: 1g, deploy: {resources: {limits: {memory: 1024m}}}',
    'mem_limit: 1g, deploy: {replicas: 1}',
    'platform: linux/arm64, build: {context: ., platforms: [linux/amd64, linux/arm64]}',
    'build: {context: ., additional_contexts: {a: "service:db", b: ./b}}',
    'develop: {watch: [{path: ., action: rebuild}, {path: x, action: sync, target: /x}]}',
  ])('but %s', async (keys) => {
    expect(Object.keys((await load(keys, '  db: {build: .}\n')).services)).toEqual(['web', 'db']);
  });
});
