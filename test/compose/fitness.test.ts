import { describe, expect, test } from 'vitest';
import { load, passedOver } from '../../src/lib/compose/index.ts';
import { problemOf, withFiles } from './files.ts';

/** What is said of a service web with these keys when it comes to ships. */
const said = (keys: string) =>
  withFiles(
    { 'docker.yml': `services:\n  web:\n    image: nginx\n    ${keys}\nmodels: {llm: {model: ai/x}}\n` },
    async (cwd) => passedOver(await load({ cwd, env: {} })),
  );

test.each([
  [
    'use_api_socket: true',
    21,
    'use_api_socket cannot be done',
    'it hands the logins of this machine to the container',
    'mount the socket of the ship: /var/run/docker.sock:/var/run/docker.sock',
  ],
  [
    'models: [llm]',
    5,
    'models cannot be done',
    'models are run by Docker Desktop on this machine, and services run on ships',
    'run the model as a service of its own',
  ],
  [
    'deploy: {mode: global-job}',
    20,
    'deploy.mode cannot be done',
    'a job ends, and the services of a project go on',
    'write a service with restart: "no"',
  ],
])('%s is read, and refused for ships', async (keys, column, what, why, remedy) => {
  const text = [`service web: ${what}`, `docker.yml:4:${column}`, `      ${keys}`, `why: ${why}`, `do: ${remedy}`, ''];
  expect(await problemOf(said(keys))).toBe(text.join('\n'));
});

test('what is for Windows alone is passed over', async () => {
  expect(await said('cpu_percent: 50\n    cpu_count: 2')).toEqual([
    'service web: cpu_count is of no effect: it is for Windows containers, and ships run those of Linux',
    'service web: cpu_percent is of no effect: it is for Windows containers, and ships run those of Linux',
  ]);
});

describe('a volume that is a folder', () => {
  /** What is said of a volume of these keys, used by a service. */
  const volume = (keys: string) =>
    withFiles(
      { 'docker.yml': `services: {web: {image: nginx, volumes: [data:/data]}}\nvolumes:\n  data: ${keys}\n` },
      async (cwd) =>
        passedOver(
          await load({ cwd, files: ['docker.yml'], env: { HOME: '/home/me' }, projectDirectory: '/srv/shop' }),
        ),
    );

  test.each([
    ['{driver: local, driver_opts: {type: none, o: bind, device: ./data}}', 68, '/srv/shop/data'],
    ['{driver: local, driver_opts: {type: none, o: bind, device: ~/data}}', 68, '/home/me/data'],
    ['{driver_opts: {o: "ro,rbind", device: ../data}}', 47, '../data'],
  ])('%s is refused: the path is none of a ship', async (keys, column, device) => {
    expect(await problemOf(volume(keys))).toBe(
      [
        `volume data: driver_opts.device is a path of this machine, ${device}`,
        `docker.yml:3:${column}`,
        `    data: ${keys}`,
        'why: a volume is on ships, and its device is a folder there',
        'do: write an absolute path of the ship, or mount ./FOLDER of the project under volumes of the service',
        '',
      ].join('\n'),
    );
  });

  test.each([
    '{driver: local, driver_opts: {type: none, o: bind, device: /srv/shop/data}}',
    '{driver: local, driver_opts: {type: nfs, o: "addr=10.0.0.1", device: ":/data"}}',
    '{driver: other, driver_opts: {o: bind, device: data}}',
  ])('%s is left to the ship', async (keys) => {
    expect(await volume(keys)).toEqual([]);
  });
});
