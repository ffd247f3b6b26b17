import { describe, expect, test } from 'vitest';
import { load } from '../../src/lib/compose/index.ts';
import { loadFiles, problemOf, withFiles } from './files.ts';

const ships = 'ships: [192.168.1.83]\n';

/** What a file of the legacy shape becomes, and what the `services:` file beside it does. */
function both(legacy: string, today: string) {
  return withFiles({ 'a.yml': `${legacy}\n${ships}`, 'b.yml': `${today}\n${ships}` }, async (cwd) => {
    const read = async (name: string) => {
      const { services, volumes, networks } = await load({ cwd, env: {}, files: [name], projectName: 'p' });
      return { services, volumes, networks };
    };
    return { legacy: await read('a.yml'), today: await read('b.yml') };
  });
}

describe('a file of the legacy shape is the same as one of today', () => {
  test.each([
    ['net', 'a: {image: i, net: host}', 'services: {a: {image: i, network_mode: host}}'],
    [
      'net of a service, and of another container',
      'a: {image: i, net: "container:b"}\nb: {image: i, net: "container:c"}',
      'services: {a: {image: i, network_mode: "service:b"}, b: {image: i, network_mode: "container:c"}}',
    ],
    [
      'volumes of a service, and of another container',
      'a: {image: i, volumes_from: ["b:ro", "c"]}\nb: {image: i}',
      'services: {a: {image: i, volumes_from: ["b:ro", "container:c"]}, b: {image: i}}',
    ],
    [
      'log_driver and log_opt',
      'a: {image: i, log_driver: syslog, log_opt: {tag: t}}',
      'services: {a: {image: i, logging: {driver: syslog, options: {tag: t}}}}',
    ],
    [
      'build and dockerfile',
      'a: {build: ./app, dockerfile: Other}\nb: {dockerfile: D, build: .}',
      'services: {a: {build: {context: ./app, dockerfile: Other}}, b: {build: {context: ., dockerfile: D}}}',
    ],
    [
      'volume_driver',
      'a: {image: i, volumes: ["nn:/n", "./h:/h", /x], volume_driver: d}',
      'services: {a: {image: i, volumes: ["nn:/n", "./h:/h", /x]}}\nvolumes: {nn: {driver: d}}',
    ],
    [
      'limits',
      'a: {image: i, cpuset: "0,1", mem_limit: 1g, memswap_limit: 2g, cpu_shares: 5}',
      'services: {a: {image: i, cpuset: "0,1", mem_limit: 1g, memswap_limit: 2g, cpu_shares: 5}}',
    ],
    [
      'a service called as a section',
      'secrets: {image: i}\nconfigs: {build: .}',
      'services: {secrets: {image: i}, configs: {build: .}}',
    ],
    [
      'extends',
      'a: {extends: {service: b}, net: host}\nb: {image: i, net: none}',
      'services: {a: {extends: b, network_mode: host}, b: {image: i, network_mode: none}}',
    ],
  ])('%s', async (_, legacy, today) => {
    const read = await both(legacy, today);
    expect(read.legacy).toEqual(read.today);
  });
});

test.each([
  [
    'net: host, network_mode: none',
    'service a: net says again what network_mode says\ndocker.yml:1:15\n  a: {image: i, net: host, network_mode: none}\ndo: keep one of them\n',
  ],
  [
    'log_driver: a, logging: {driver: b}',
    'service a: log_driver says again what logging.driver says\ndocker.yml:1:15\n  a: {image: i, log_driver: a, logging: {driver: b}}\ndo: keep one of them\n',
  ],
])('one thing may not be said twice: %s', async (keys, said) => {
  expect(await problemOf(loadFiles({ 'docker.yml': `a: {image: i, ${keys}}\n${ships}` }))).toBe(said);
});

test('its keys are none of today’s shape', async () => {
  expect(await problemOf(loadFiles({ 'docker.yml': `services: {a: {image: i, net: host}}\n${ships}` }))).toMatch(
    /^service a: unknown key "net"\n.*do: write network_mode\n$/s,
  );
});
