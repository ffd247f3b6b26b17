import { describe, expect, test } from 'vitest';
import { loadFiles, problemOf } from './files.ts';

const base = 'services:\n  web:\n    image: nginx\n';
const ships = 'ships: [192.168.1.83]\n';

/** The service web of two files. */
async function merged(first: string, second: string) {
  const indent = (keys: string) => keys.replaceAll(/^/gm, '    ');
  const files = { 'a.yml': `${base}${indent(first)}\n${ships}`, 'b.yml': `services:\n  web:\n${indent(second)}\n` };
  const project = await loadFiles(files, { files: ['a.yml', 'b.yml'] });
  return project.services.web;
}

describe('a later file takes away with !reset and replaces with !override', () => {
  const first = [
    'user: a',
    'expose: [80]',
    'environment: {A: 1, B: 2}',
    'healthcheck: {test: x, interval: 5s}',
    'labels: {l: 1}',
  ].join('\n');
  test.each([
    ['a scalar', 'user: !reset', { user: undefined }],
    ['a list, whatever is written', 'expose: !reset [81]', { expose: [] }],
    ['one key of a map', 'environment: {A: !reset null}', { environment: { B: '2' } }],
    ['one key of a map below', 'healthcheck: {interval: !reset 1s}', { healthcheck: { test: ['CMD-SHELL', 'x'] } }],
    ['a whole map', 'healthcheck: !reset {}', { healthcheck: undefined }],
    ['a list with a list', 'expose: !override [81]', { expose: ['81'] }],
    ['a map with a map', 'environment: !override {C: 3}', { environment: { C: '3' } }],
    ['a map with a list', 'environment: !override [C=3]', { environment: { C: '3' } }],
    ['a map below', 'healthcheck: !override {test: y}', { healthcheck: { test: ['CMD-SHELL', 'y'] } }],
    ['a scalar too', 'user: !override b', { user: 'b' }],
    ['through an alias', 'x-none: &none !reset []\nexpose: *none', { expose: [] }],
    ['through <<', 'x-none: &none {expose: !reset []}\n<<: *none', { expose: [] }],
    ['but an item of a list cannot', 'expose: [!reset 80, 81]', { expose: ['80', '81'] }],
  ])('%s: %s', async (_, over, after) => {
    const whole = await merged(first, 'x-nothing: 1');
    expect(await merged(first, over)).toEqual({ ...whole, ...after });
  });

  test('services and sections too', async () => {
    const files = {
      'a.yml': `${base}  db: {image: pg}\n  old: {image: o}\nnetworks: {n: }\n${ships}`,
      'b.yml': 'services: {db: !override {image: redis}, old: !reset }\nnetworks: !reset\n',
      'c.yml': 'services: !override {all: {image: x}}\n',
    };
    const two = await loadFiles(files, { files: ['a.yml', 'b.yml'] });
    const three = await loadFiles(files, { files: ['a.yml', 'b.yml', 'c.yml'] });
    const images = [two, three].map(({ services }) =>
      Object.entries(services).map(([name, { image }]) => [name, image]),
    );
    expect(images).toEqual([
      [
        ['web', 'nginx'],
        ['db', 'redis'],
      ],
      [['all', 'x']],
    ]);
  });

  test('in one file alone they leave no trace', async () => {
    const { services } = await loadFiles({
      'docker.yml': `${base}    user: !reset x\n    expose: !override [80]\n${ships}`,
    });
    expect([services.web?.user, services.web?.expose]).toEqual([undefined, ['80']]);
  });
});

describe('a later file goes over an earlier one', () => {
  test.each([
    ['a scalar replaces', 'user: a', 'user: b', { user: 'b' }],
    ['nothing keeps what was there', 'user: a', 'environment: {}', { user: 'a' }],
    [
      'a variable without a value replaces too',
      'environment: {A: 1}',
      'environment: [A]',
      { environment: { A: null } },
    ],
    ['command is replaced whole', 'command: [a, b]', 'command: c d', { command: ['c', 'd'] }],
    ['even by nothing', 'command: [a, b]', 'command:', { command: null }],
    ['entrypoint is replaced whole', 'entrypoint: a', 'entrypoint: [b]', { entrypoint: ['b'] }],
    [
      'healthcheck by key, its test whole',
      'healthcheck: {test: [CMD, a, b], interval: 5s}',
      'healthcheck: {test: [CMD, c], retries: 2}',
      { healthcheck: { test: ['CMD', 'c'], interval: '5s', retries: 2 } },
    ],
    [
      'environment by key, map over list',
      'environment: [A=1, B=2, C]',
      'environment: {B: 3, D: 4}',
      { environment: { A: '1', B: '3', C: null, D: '4' } },
    ],
    [
      'environment by key, list over map',
      'environment: {A: 1, B: 2}',
      'environment: [B=3]',
      { environment: { A: '1', B: '3' } },
    ],
    ['labels by key', 'labels: [a=1, b]', 'labels: {a: 2}', { labels: { a: '2', b: '' } }],
    ['lists append', 'expose: [80, 81]', 'expose: [82, 80]', { expose: ['80', '81', '82'] }],
    [
      'ports append, equal ones once',
      'ports: ["80:80", "81:81"]',
      'ports: ["80:80", {target: 81, published: "81"}, "82:80"]',
      {
        ports: ['80:80', '81:81', '82:80'].map((port) => ({
          mode: 'ingress',
          target: Number(port.split(':')[1]),
          published: port.split(':')[0],
          protocol: 'tcp',
        })),
      },
    ],
    [
      'volumes append, one at a target',
      'volumes: ["/a:/data", "/b:/logs"]',
      'volumes: ["/c:/data:ro"]',
      {
        volumes: [
          { type: 'bind', source: '/c', target: '/data', read_only: true, bind: { create_host_path: true } },
          { type: 'bind', source: '/b', target: '/logs', bind: { create_host_path: true } },
        ],
      },
    ],
    [
      'networks by name, map over list',
      'networks: [default]',
      'networks: {default: {aliases: [w]}}',
      { networks: { default: { aliases: ['w'] } } },
    ],
    [
      'deploy by key',
      'deploy: {mode: replicated}',
      'deploy: {replicas: 3}',
      { deploy: { mode: 'replicated', replicas: 3, resources: {}, placement: {} } },
    ],
    ['a service’s ships are replaced', 'ships: []', 'x-ships: [192.168.1.83]', { ships: ['192.168.1.83'] }],
  ])('%s', async (_, first, second, expected) => {
    const service = (await merged(first, second)) as unknown as Record<string, unknown>;
    const said = Object.keys(expected).map((key) => [key, service[key]]);
    expect(Object.fromEntries(said)).toEqual(expected);
  });

  test('depends_on by name', async () => {
    const project = await loadFiles(
      {
        'a.yml': `${base}    depends_on: {db: {condition: service_healthy, restart: true}}\n  db: {image: pg}\n${ships}`,
        'b.yml': 'services:\n  web: {depends_on: [db, cache]}\n  cache: {image: redis}\n',
      },
      { files: ['a.yml', 'b.yml'] },
    );
    expect(project.services.web?.depends_on).toEqual({
      db: { condition: 'service_started', required: true, restart: true },
      cache: { condition: 'service_started', required: true },
    });
    expect(Object.keys(project.services)).toEqual(['web', 'db', 'cache']);
  });

  test('networks, volumes and ships too', async () => {
    const keys = '    networks: [front]\n    volumes: ["data:/data"]\n';
    const project = await loadFiles(
      {
        'a.yml': `${base}${keys}networks: {front: {driver: bridge}}\nvolumes: {data: }\n${ships}`,
        'b.yml': 'networks: {front: {name: f}}\nvolumes: {data: {driver: local}}\nships: [db]\n',
      },
      { files: ['a.yml', 'b.yml'] },
    );
    expect(project.networks).toEqual({ front: { name: 'f', driver: 'bridge', ipam: {} } });
    expect(project.volumes).toEqual({ data: { name: 'shop_data', driver: 'local' } });
    expect(project.ships.map(({ name }) => name)).toEqual(['192.168.1.83', 'db']);
  });

  test('and so do the documents of one file', async () => {
    const project = await loadFiles({ 'docker.yml': `${base}${ships}---\nservices: {web: {image: redis}}\n` });
    expect(project.services.web?.image).toBe('redis');
  });

  test('but none of them may be empty', async () => {
    const text = `${base}${ships}---\n`;
    expect(await problemOf(loadFiles({ 'docker.yml': text }))).toBe(
      'document 2 of docker.yml is empty\ndocker.yml:1:1\n  services:\ndo: take its --- out\n',
    );
  });

  test('a key without a value leaves what was there, and is refused where nothing was', async () => {
    const over = { 'b.yml': 'services: {web: {image: , ports: }}\n' };
    const files = ['a.yml', 'b.yml'];
    const { services } = await loadFiles({ 'a.yml': `${base}    ports: ["80"]\n${ships}`, ...over }, { files });
    expect([services.web?.image, services.web?.ports.length]).toEqual(['nginx', 1]);
    expect(
      await problemOf(loadFiles({ 'a.yml': `services: {web: {build: .}}\n${ships}`, ...over }, { files })),
    ).toMatch(/^service web: image must be text, not empty\nb\.yml:1:/);
  });

  test('in the legacy shape as in the other', async () => {
    const files = { 'a.yml': `web: {image: nginx}\n${ships}`, 'b.yml': 'web: {user: me}\ndb: {image: pg}\n' };
    const project = await loadFiles(files, { files: ['a.yml', 'b.yml'] });
    expect([project.shape, project.services.web?.user, Object.keys(project.services)]).toEqual([
      'v1',
      'me',
      ['web', 'db'],
    ]);
  });
});

describe('two files are refused', () => {
  test.each([
    [
      'of two shapes',
      `web: {image: nginx}\n${ships}`,
      'services:\n  web: {user: me}\n',
      'b.yml has its services under services, and a.yml has them at the top level\nb.yml:1:1\n  services:\n' +
        'why: which services may be apart depends on it\n' +
        'do: write all files in one shape: put the services under services\n',
    ],
    [
      'with a map over a list',
      `${base}    environment: [A=1]\n${ships}`,
      'services:\n  web:\n    environment: A\n',
      'service web: environment must be a map or a list of KEY=VALUE, not "A"\nb.yml:3:18\n      environment: A\n' +
        'do: write a map or a list of KEY=VALUE\n',
    ],
    [
      'with one ship',
      `${base}${ships}`,
      ships,
      'two ships have the name 192.168.1.83\nb.yml:1:9\n  ships: [192.168.1.83]\nwhy: the first stands at a.yml:4\n' +
        'do: take one out, or give each a name of its own: "{name: db1, host: ...}"\n',
    ],
    [
      'with extensions that cannot be one',
      `${base}${ships}x-a: [1]\n`,
      'x-a: {b: 1}\n',
      'cannot override x-a: it is a map here and a list in a.yml\nb.yml:1:6\n  x-a: {b: 1}\n' +
        'why: the other stands at a.yml:5\ndo: write a list in both files\n',
    ],
  ])('%s', async (_, first, second, said) => {
    const loading = loadFiles({ 'a.yml': first, 'b.yml': second }, { files: ['a.yml', 'b.yml'] });
    expect(await problemOf(loading)).toBe(said);
  });
});
