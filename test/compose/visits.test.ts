import { expect, test } from 'vitest';
import { load } from '../../src/lib/compose/index.ts';

const fixtures = new URL('../../fixtures', import.meta.url).pathname;
const nothing = {
  command: null,
  entrypoint: null,
  environment: {},
  labels: {},
  volumes: [],
  networks: { default: null },
};
const tcp = { mode: 'ingress', protocol: 'tcp' };

const visits = {
  name: 'visits',
  services: {
    client: {
      ...nothing,
      image: 'flask',
      ports: [{ ...tcp, target: 5000, published: '5000' }],
      expose: ['5000'],
      links: ['redis'],
      depends_on: { redis: { condition: 'service_started', required: true, restart: true } },
    },
    redis: {
      ...nothing,
      image: 'redis',
      ports: [{ ...tcp, target: 6379, published: '6379' }],
      expose: ['6379'],
      links: [],
      depends_on: {},
    },
  },
  disabled: {},
  pairs: {},
  networks: { default: { name: 'visits_default', ipam: {} } },
  volumes: {},
  configs: {},
  secrets: {},
  models: {},
  extensions: {},
  ships: ['192.168.1.83', '192.168.1.84'].map((host) => ({ name: host, host, labels: {}, docker: ['docker'] })),
  masked: new Set(),
  local: new Set(),
  warnings: [],
  where: expect.any(Function),
  lookup: expect.any(Function),
};

test('the file with its services at the top level loads unchanged', async () => {
  const project = await load({ files: ['visits/docker.yml'], cwd: fixtures, env: {} });
  expect(project).toStrictEqual({
    ...visits,
    shape: 'v1',
    directory: `${fixtures}/visits`,
    files: [`${fixtures}/visits/docker.yml`],
  });
  expect(Object.keys(project.services)).toEqual(['client', 'redis']);
});

test('the same under services, its ships called x-ships, is the same project of the other shape', async () => {
  const project = await load({ files: ['valid/visits.yml'], cwd: fixtures, env: {} });
  expect(project).toStrictEqual({
    ...visits,
    shape: 'services',
    directory: `${fixtures}/valid`,
    files: [`${fixtures}/valid/visits.yml`],
  });
});
