import { describe, expect, test } from 'vitest';
import { create, type Engine, run, type Spec, toShell } from '../../src/lib/docker/index.ts';
import { NEW, OLD, STAMP, webSpec } from './specs.ts';

/** The commands without what they say of labels, as lines. */
function lines(spec: Spec, engine: Engine, make = create): string[] {
  return make(spec, STAMP, engine).map((command) => toShell(command).replace(/ --name .* --label \S+(?= )/, ''));
}

const back = { aliases: ['web', 'api'] };
const two = { demo_default: { aliases: ['web'] }, demo_back: back };
const fixed = { ipv4_address: '10.0.0.9', ipv6_address: 'fd00::9', link_local_ips: ['169.254.1.1', '169.254.1.2'] };
const mac = { mac_address: '02:42:ac:11:00:02' };

test.each<[what: string, Partial<Spec['config']>, Engine, string[]]>([
  ['no network', { networks: {} }, NEW, ['docker create web:1.2']],
  [
    'one',
    { networks: { demo_back: back } },
    OLD,
    ['docker create --network demo_back --network-alias web --network-alias api web:1.2'],
  ],
  [
    'one with addresses',
    { networks: { n: { ...fixed, ...mac } } },
    OLD,
    [
      'docker create --network n --ip 10.0.0.9 --ip6 fd00::9 --link-local-ip 169.254.1.1 --link-local-ip 169.254.1.2 --mac-address 02:42:ac:11:00:02 web:1.2',
    ],
  ],
  [
    'the service’s own MAC address, which is the first network’s',
    { networks: two, ...mac },
    NEW,
    [
      'docker create --network demo_default --network-alias web --mac-address 02:42:ac:11:00:02 --network name=demo_back,alias=web,alias=api web:1.2',
    ],
  ],
  [
    'options of a driver, a gateway and an interface',
    { networks: { n: { driver_opts: { a: '1,2' }, gw_priority: 3, interface_name: 'eth7', aliases: ['Web'] } } },
    NEW,
    [
      `docker create --network 'name=n,driver-opt=com.docker.network.endpoint.ifname=eth7,"driver-opt=a=1,2",gw-priority=3' --network-alias Web web:1.2`,
    ],
  ],
  [
    'options that docker would write small: the network is left and joined again',
    { networks: { n: { driver_opts: { mode: 'IFNAME' }, ...mac } } },
    NEW,
    [
      'docker create --network n --mac-address 02:42:ac:11:00:02 web:1.2',
      'docker network disconnect n demo-web-1',
      'docker network connect --driver-opt mode=IFNAME n demo-web-1',
    ],
  ],
  [
    'several, docker 25 and later',
    { networks: { ...two, n: { ...fixed, ...mac, driver_opts: { a: 'b' }, gw_priority: -1 } } },
    NEW,
    [
      'docker create --network demo_default --network-alias web --network name=demo_back,alias=web,alias=api --network name=n,ip=10.0.0.9,ip6=fd00::9,link-local-ip=169.254.1.1,link-local-ip=169.254.1.2,mac-address=02:42:ac:11:00:02,driver-opt=a=b,gw-priority=-1 web:1.2',
    ],
  ],
  [
    'several, docker before 25',
    { networks: { ...two, n: { ...fixed, driver_opts: { a: 'b,c' } } } },
    OLD,
    [
      'docker create --network demo_default --network-alias web web:1.2',
      'docker network connect --alias web --alias api demo_back demo-web-1',
      `docker network connect --ip 10.0.0.9 --ip6 fd00::9 --link-local-ip 169.254.1.1 --link-local-ip 169.254.1.2 --driver-opt '"a=b,c"' n demo-web-1`,
    ],
  ],
  [
    'a first one with capitals, which its flags keep',
    { networks: { Old_Net: { aliases: ['Web'] }, demo_back: null } },
    NEW,
    ['docker create --network Old_Net --network-alias Web --network name=demo_back web:1.2'],
  ],
  [
    'a second one with capitals, which the long form would lose',
    { networks: { demo_back: null, Old_Net: { gw_priority: 2 } } },
    NEW,
    ['docker create --network demo_back web:1.2', 'docker network connect --gw-priority 2 Old_Net demo-web-1'],
  ],
  [
    'links to containers of others, which the long form does not know',
    { networks: two, external_links: ['legacy', 'other_db_1:db'] },
    NEW,
    [
      'docker create --network demo_default --network-alias web --link legacy --link other_db_1:db web:1.2',
      'docker network connect --alias web --alias api --link legacy --link other_db_1:db demo_back demo-web-1',
    ],
  ],
  ['network_mode', { networks: {}, network_mode: 'host' }, OLD, ['docker create --network host web:1.2']],
  [
    'network_mode of another container',
    { networks: {}, network_mode: 'container:demo-db-1' },
    NEW,
    ['docker create --network container:demo-db-1 web:1.2'],
  ],
  [
    'docker’s own network with an address and a link',
    { networks: {}, network_mode: 'bridge', ...mac, external_links: ['db'] },
    OLD,
    ['docker create --network bridge --mac-address 02:42:ac:11:00:02 --link db web:1.2'],
  ],
])('%s', (_, config, engine, said) => {
  expect(lines(webSpec(config), engine)).toEqual(said);
});

describe('a container that is started', () => {
  test('is one command where its networks can all be said in it', () => {
    expect(lines(webSpec({ networks: two }), NEW, run)).toEqual([
      'docker run -d --network demo_default --network-alias web --network name=demo_back,alias=web,alias=api web:1.2',
    ]);
  });

  test('joins the others before its start where they can’t', () => {
    expect(lines(webSpec({ networks: two }), OLD, run)).toEqual([
      'docker create --network demo_default --network-alias web web:1.2',
      'docker network connect --alias web --alias api demo_back demo-web-1',
      'docker start demo-web-1',
    ]);
  });
});

test.each([
  ['20.10.24+dfsg1', 3],
  ['24.0.9', 3],
  ['25.0.0', 1],
  ['28.5.2', 1],
  ['dev', 3],
])('docker %s puts a container into two networks with %i commands', (version, commands) => {
  expect(run(webSpec({ networks: two }), STAMP, { ...OLD, version })).toHaveLength(commands);
});
