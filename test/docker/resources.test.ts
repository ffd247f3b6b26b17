import { expect, test } from 'vitest';
import type { Network, Volume } from '../../src/lib/compose/index.ts';
import { networkCreate, networkHash, toShell, volumeCreate, volumeHash } from '../../src/lib/docker/index.ts';

function labels(kind: string, key: string, hash: string): string {
  const said = { [kind]: key, project: 'demo', version: '0.1.0', 'config-hash': hash };
  return Object.entries(said)
    .map(([name, value]) => `--label com.docker.compose.${name}=${value}`)
    .join(' ');
}

test.each<[Omit<Network, 'name'>, string]>([
  [{}, ''],
  [
    { driver: 'macvlan', driver_opts: { parent: 'eth0', 'a.b': 'c d' } },
    "--driver macvlan --opt parent=eth0 --opt 'a.b=c d' ",
  ],
  [{ driver: 'overlay' }, '--driver overlay --attachable '],
  [{ internal: true, attachable: true }, '--internal --attachable '],
  [{ enable_ipv4: true, enable_ipv6: true }, '--ipv6 '],
  [{ enable_ipv4: false, enable_ipv6: false }, '--ipv4=false --ipv6=false '],
  [
    {
      ipam: {
        driver: 'default',
        config: [
          {
            subnet: '10.9.0.0/16',
            gateway: '10.9.0.1',
            ip_range: '10.9.1.0/24',
            aux_addresses: { a: '10.9.0.7', b: '10.9.0.8' },
          },
          { subnet: 'fd00::/64' },
        ],
      },
    },
    '--ipam-driver default --subnet 10.9.0.0/16 --ip-range 10.9.1.0/24 --gateway 10.9.0.1 --aux-address a=10.9.0.7 --aux-address b=10.9.0.8 --subnet fd00::/64 ',
  ],
])('a network %j', (parts, words) => {
  const network = { name: 'demo_sea', ...parts };
  expect(toShell(networkCreate('demo', 'sea', network, '0.1.0'))).toBe(
    `docker network create ${labels('network', 'sea', networkHash(network))} ${words}demo_sea`,
  );
});

test.each<[Omit<Volume, 'name'>, string]>([
  [{}, ''],
  [
    { driver: 'local', driver_opts: { type: 'nfs', o: 'addr=10.0.0.1,rw' } },
    '--driver local --opt type=nfs --opt o=addr=10.0.0.1,rw ',
  ],
])('a volume %j', (parts, words) => {
  const volume = { name: 'demo_data', ...parts };
  expect(toShell(volumeCreate('demo', 'data', volume, '0.1.0'))).toBe(
    `docker volume create ${labels('volume', 'data', volumeHash(volume))} ${words}demo_data`,
  );
});

test('labels of the file stand before those by which it is found again, which they never replace', () => {
  const volume = { name: 'demo_data', labels: { team: 'ops', 'com.docker.compose.project': 'other' } };
  expect(toShell(volumeCreate('demo', 'data', volume, '0.1.0'))).toBe(
    `docker volume create --label team=ops --label com.docker.compose.project=demo --label com.docker.compose.volume=data --label com.docker.compose.version=0.1.0 --label com.docker.compose.config-hash=${volumeHash(volume)} demo_data`,
  );
});

/** The labels that docker-compose 2.40.3 gave to what it made from these. */
test.each<[string, string, string]>([
  [
    'a network of nothing',
    networkHash({ name: 'demo_b' }),
    '98d74c40f8080bf4a2ee8e873ea3cc86895339c161055c566d2505392999177f',
  ],
  [
    'a network of everything',
    networkHash({
      enable_ipv6: false,
      labels: { z: '<1>' },
      attachable: true,
      internal: true,
      ipam: {
        config: [
          { aux_addresses: { h: '10.9.0.9' }, ip_range: '10.9.1.0/24', gateway: '10.9.0.1', subnet: '10.9.0.0/16' },
        ],
        driver: 'default',
      },
      driver_opts: { 'com.docker.network.bridge.name': 'foo' },
      name: 'demo_a',
    }),
    '0ec15d74c96ab18f4a81cca73f1df76a6442d329542e163956c23eedbda4a6d5',
  ],
  [
    'a volume',
    volumeHash({ name: 'demo_data', labels: { t: 'u' } }),
    'eba1a314673b339487248ff0754bf75c174449cbfdb808afb0f06fb4849a1ec8',
  ],
])('%s has Compose’s own hash', (_, hash, theirs) => {
  expect(hash).toBe(theirs);
});
