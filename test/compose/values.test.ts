import { describe, expect, test } from 'vitest';
import { load, passedOver } from '../../src/lib/compose/index.ts';
import { fitWeb, loadFiles, loadWeb, problemOf, withFiles } from './files.ts';

const ports = async (...written: unknown[]) => (await loadWeb(`ports: ${JSON.stringify(written)}`))?.ports;
const port = { mode: 'ingress', protocol: 'tcp' };

describe('a port', () => {
  test.each([
    [5000, [{ ...port, target: 5000 }]],
    ['5000', [{ ...port, target: 5000 }]],
    ['8080:80', [{ ...port, target: 80, published: '8080' }]],
    ['8080:80/UDP', [{ ...port, target: 80, published: '8080', protocol: 'udp' }]],
    ['53/sctp', [{ ...port, target: 53, protocol: 'sctp' }]],
    ['127.0.0.1:8080:80', [{ ...port, host_ip: '127.0.0.1', target: 80, published: '8080' }]],
    ['127.0.0.1::80', [{ ...port, host_ip: '127.0.0.1', target: 80 }]],
    ['[::1]:8080:80', [{ ...port, host_ip: '::1', target: 80, published: '8080' }]],
    ['[::]::80', [{ ...port, host_ip: '::', target: 80 }]],
    ['0:80', [{ ...port, target: 80, published: '0' }]],
    [
      '9-11',
      [
        { ...port, target: 10 },
        { ...port, target: 11 },
        { ...port, target: 9 },
      ],
    ],
    ['8000-8010:80', [{ ...port, target: 80, published: '8000-8010' }]],
    [
      '3000-3001:4000-4001',
      [
        { ...port, target: 4000, published: '3000' },
        { ...port, target: 4001, published: '3001' },
      ],
    ],
    [
      '4000-4001',
      [
        { ...port, target: 4000 },
        { ...port, target: 4001 },
      ],
    ],
    [{ target: 80 }, [{ ...port, target: 80 }]],
    [{ target: '80', published: '8000-8010' }, [{ ...port, target: 80, published: '8000-8010' }]],
    [
      { target: 80, published: 8080, host_ip: '::1', protocol: 'udp', mode: 'host', name: 'web', app_protocol: 'http' },
      [
        {
          name: 'web',
          mode: 'host',
          host_ip: '::1',
          target: 80,
          published: '8080',
          protocol: 'udp',
          app_protocol: 'http',
        },
      ],
    ],
  ])('%j', async (written, read) => {
    expect(await ports(written)).toEqual(read);
  });

  const howTo = 'do: write [IP:][HOST:]CONTAINER[/PROTOCOL], as in "8080:80"\n';
  test.each([
    ['', `"" is not a port mapping`, howTo],
    ['80:', `"80:" is not a port mapping`, howTo],
    ['a:b', `"a:b" is not a port mapping`, howTo],
    ['1:2:3:4', `"1:2:3:4" is not a port mapping`, howTo],
    ['80/tcp/udp', `"80/tcp/udp" is not a port mapping`, howTo],
    ['host:80:80', `"host" is not an IP address to publish a port at`, howTo],
    ['::1:80:80', `"::1:80:80" is not a port mapping`, howTo],
    ['80/http', `"http" is no protocol that docker publishes`, 'do: write tcp, udp or sctp\n'],
    ['0', `"0" is not between 1 and 65535`, ''],
    ['70000:80', `"70000:80" is not between 1 and 65535`, ''],
    ['81-80', `"81-80" has a range that ends before it begins`, ''],
    ['1-2:1-3', `"1-2:1-3" has ranges of different lengths`, 'do: make both sides of the colon as long\n'],
  ])('is not %j', async (written, what, remedy) => {
    expect(await problemOf(ports(written))).toBe(
      `service web: ports: ${what}\ndocker.yml:3:11\n    ports: ${JSON.stringify([written])}\n${remedy}`,
    );
  });
});

describe('a volume', () => {
  const volumes = async (...written: unknown[]) => {
    const text = `services: {web: {image: nginx, volumes: ${JSON.stringify(written)}}}\nvolumes: {data: }\nships: [a]\n`;
    return (await loadFiles({ 'docker.yml': text }, { env: { HOME: '/home/me' } })).services.web?.volumes;
  };

  const bind = { create_host_path: true };
  test.each([
    ['data:/data', { type: 'volume', source: 'data', target: '/data', volume: {} }],
    ['data:/data:ro', { type: 'volume', source: 'data', target: '/data', read_only: true, volume: {} }],
    ['data:/data:ro,rw', { type: 'volume', source: 'data', target: '/data', volume: {} }],
    ['data:/data:nocopy', { type: 'volume', source: 'data', target: '/data', volume: { nocopy: true } }],
    ['data:/data/../x//y/:rw', { type: 'volume', source: 'data', target: '/x/y', volume: {} }],
    ['data:/data:cached', { type: 'volume', source: 'data', target: '/data', volume: {} }],
    ['/data', { type: 'volume', target: '/data', volume: {} }],
    ['/x', { type: 'volume', target: '/x' }],
    ['/srv:/', { type: 'bind', source: '/srv', target: '/', bind }],
    [
      '/srv:/srv:z,rslave',
      { type: 'bind', source: '/srv', target: '/srv', bind: { selinux: 'z', propagation: 'rslave', ...bind } },
    ],
    ['~/conf:/conf', { type: 'bind', source: '/home/me/conf', target: '/conf', bind }],
    [
      { type: 'volume', target: '/data' },
      { type: 'volume', target: '/data' },
    ],
    [
      { type: 'bind', source: '/srv', target: '/srv', read_only: 'yes', bind: { create_host_path: true } },
      { type: 'bind', source: '/srv', target: '/srv', read_only: true, bind },
    ],
    [
      { type: 'bind', source: '/srv', target: '/srv', bind: { create_host_path: false } },
      { type: 'bind', source: '/srv', target: '/srv', bind: {} },
    ],
    [
      { type: 'tmpfs', target: '/tmp', tmpfs: { size: '64m', mode: 493 } },
      { type: 'tmpfs', target: '/tmp', tmpfs: { size: '67108864', mode: 493 } },
    ],
  ])('%j', async (written, read) => {
    expect(await volumes(written)).toEqual([read]);
  });

  test('of this machine is known by its place, whatever takes it there', async () => {
    const text =
      'services: {web: {image: nginx, volumes: [/a:/a, ./b:/b, ~/c:/c, ../d:/d, data:/e]}}\nvolumes: {data: }\n';
    const options = { projectDirectory: '/srv/shop', env: { HOME: '/home/me' } };
    const project = await withFiles({ 'docker.yml': text }, (cwd) => load({ cwd, files: ['docker.yml'], ...options }));
    expect(project.services.web?.volumes.map(({ source }) => source)).toEqual([
      '/a',
      '/srv/shop/b',
      '/home/me/c',
      '/srv/d',
      'data',
    ]);
    expect([...project.local]).toEqual([
      '/services/web/volumes/1',
      '/services/web/volumes/2',
      '/services/web/volumes/3',
    ]);
  });

  const howTo = 'write [SOURCE:]TARGET[:ro], as in "data:/var/lib/data"';
  test.each([
    ['', 'volumes: "" is not a volume', howTo],
    ['data::b', 'volumes: "data::b" is not a volume', howTo],
    ['data:/a:ro:xx:yy', 'volumes: "data:/a:ro:xx:yy" is not a volume', howTo],
    [{ type: 'bind', target: '/data' }, 'volumes: a bind needs a source', 'name a folder or a file under source'],
  ])('is not %j', async (written, what, remedy) => {
    expect((await problemOf(volumes(written))).split('\n')).toEqual([
      `service web: ${what}`,
      'docker.yml:1:42',
      `  services: {web: {image: nginx, volumes: ${JSON.stringify([written])}}}`,
      `do: ${remedy}`,
      '',
    ]);
  });
});

describe('a service', () => {
  test.each([
    ['command: ""', { command: [] }],
    ['command: echo "a b"', { command: ['echo', 'a b'] }],
    ['entrypoint: []', { entrypoint: [] }],
    [
      'environment: {A: 1, B: true, C: 1.50, D: "x", E: "", F: 1e3}',
      { environment: { A: '1', B: 'true', C: '1.5', D: 'x', E: '', F: '1000' } },
    ],
    ['labels: [a=b=c, d]', { labels: { a: 'b=c', d: '' } }],
    ['expose: [6379, "80/udp", 6379]', { expose: ['6379', '80/udp'] }],
    ['healthcheck: {test: [NONE]}', { healthcheck: { test: ['NONE'] } }],
    [
      'healthcheck: {test: [CMD-SHELL, "a || b"], retries: "4"}',
      { healthcheck: { test: ['CMD-SHELL', 'a || b'], retries: 4 } },
    ],
    ['scale: 0', { scale: 0 }],
    ['networks: {}', { networks: { default: null } }],
    ['restart: no', { restart: 'no' }],
    ['restart: "on-failure:3"', { restart: 'on-failure:3' }],
    ['stop_grace_period: 100ms', { stop_grace_period: '100ms' }],
    ['stop_signal: SIGRTMIN+3', { stop_signal: 'SIGRTMIN+3' }],
    ['x-anything: {at: [all]}', {}],
  ])('may say %s', async (keys, expected) => {
    const bare = await loadWeb('x-nothing: 1');
    expect(await loadWeb(keys)).toEqual({ ...bare, ...expected });
  });

  test.each([
    ['container_name: a', 'service web: container_name: docker does not take "a"'],
    ['hostname: a b', 'service web: hostname: docker does not take "a b"'],
    ['user: "-x"', 'service web: user: docker does not take "-x"'],
    ['working_dir: srv', 'service web: working_dir: docker does not take "srv"'],
    ['restart: true', 'service web: restart must be text, not true'],
    ['stop_signal: 1-2', 'service web: stop_signal: docker does not take "1-2"'],
    ['expose: [http]', 'service web: expose: docker does not take "http"'],
    ['links: ["a:b:c"]', 'service web: links: "a:b:c" is not a link'],
    ['environment: [1]', 'service web: environment[0] must be text, not the number 1'],
    ['environment: {A: [1]}', 'service web: environment.A must be text or a number, not a list'],
    ['labels: text', 'service web: labels must be a map or a list of NAME=VALUE, not "text"'],
    ['deploy: {replicas: -1}', 'service web: deploy.replicas must be a whole number, 0 or more, not the number -1'],
    ['deploy: {replicas: 1.5}', 'service web: deploy.replicas must be a whole number, 0 or more, not the number 1.5'],
    [
      'deploy: {resources: {limits: {memory: 5}}}',
      'service web: deploy.resources.limits.memory must be a size such as 64m, not the number 5',
    ],
    [
      'healthcheck: {disable: maybe}',
      'error while interpolating services.web.healthcheck.disable: failed to cast to expected type: invalid boolean: maybe',
    ],
    ['healthcheck: {test: [CMD]}', 'service web: healthcheck.test: nothing stands after CMD'],
    ['depends_on: {db: {}}', 'service web: depends_on.db has no condition'],
    [
      'depends_on: {db: {condition: ready}}',
      'service web: depends_on.db.condition must be one of service_started, service_healthy, service_completed_successfully, not "ready"',
    ],
    ['ports: [{published: 80}]', 'service web: ports[0] has no target'],
    ['ports: [{target: 80, mode: open}]', 'service web: ports[0].mode must be one of ingress, host, not "open"'],
    ['ships: []', 'service web may run on no ship'],
    ['attach: 5', 'service web: attach must be true or false, not the number 5'],
    [
      'attach: perhaps',
      'error while interpolating services.web.attach: failed to cast to expected type: invalid boolean: perhaps',
    ],
    ['user: 2026-11-24', 'service web: user must be text, not the date 2026-11-24'],
    ['labels: {day: 2026-11-24}', 'service web: labels.day must be text or a number, not the date 2026-11-24'],
    ['mem_limit: much', 'service web: mem_limit must be a size such as 64m, not "much"'],
    ['cpus: true', 'service web: cpus must be a number, not true'],
    [
      'cpus: half',
      'error while interpolating services.web.cpus: failed to cast to expected type: invalid number: half',
    ],
  ])('may not say %s', async (keys, what) => {
    expect((await problemOf(fitWeb(keys))).split('\n')[0]).toBe(what);
  });

  test.each([
    ['image: "-rf"', 'service web: image: docker does not take "-rf"'],
    ['image: 5', 'service web: image must be text, not the number 5'],
    ['image: ""', 'service web has no image'],
    ['x-a: 1', 'service web has no image'],
  ])('may not have %s for an image', async (keys, what) => {
    const loading = loadFiles({ 'docker.yml': `web: {${keys}}\nships: [a]\n` });
    expect((await problemOf(loading.then(passedOver))).split('\n')[0]).toBe(what);
  });
});

test('a volume of the legacy shape is declared by being mounted', async () => {
  const text = 'web: {image: nginx, volumes: ["data:/data"]}\nname: shop\nships: [a]\n';
  const { volumes } = await loadFiles({ 'docker.yml': text });
  expect(volumes).toEqual({ data: { name: 'shop_data' } });
});
