import { describe, expect, test } from 'vitest';
import { containerHash, type Pairs, type Service, serviceHash } from '../../src/lib/compose/index.ts';
import { project } from '../plan/helpers.ts';

const volume = (target: string) => ({ type: 'volume' as const, source: 'data', target, volume: {} });
const FILES = '204a338667ac52dd4745f76f0c2c5b1ef0710b622776e3106273f0b07a9d2866';
const SHM = 'baf3e631ca09fbaff33fec4e675afa1fead91ecad47598cac0a4e700dd619af8';
const ids: Record<string, string> = { files: FILES, shm: SHM };

/** The services of one file. */
const services: Record<string, Partial<Service>> = {
  files: { image: 'busybox', volumes: [volume('/x')] },
  vf: { image: 'busybox', volumes_from: ['files:ro'] },
  net: { image: 'busybox', network_mode: 'service:files', networks: {} },
  ipc: { image: 'busybox', ipc: 'service:files', pid: 'service:files' },
  shm: { image: 'busybox', ipc: 'shareable', deploy: { replicas: 3, resources: {}, placement: {} } },
  two: { image: 'busybox', ipc: 'service:shm' },
  sock: { image: 'busybox', use_api_socket: true, volumes: [volume('/x')], environment: { A: 'b' } },
  links: {
    image: 'busybox',
    links: ['web', 'files:f'],
    depends_on: { vf: { condition: 'service_started', required: true } },
  },
  web: {
    image: 'busybox',
    environment: { A: 'from-file', B: 'sh', X: '1', FROM_SHELL: 'sh', UNSET: null },
    labels: { l: '1', z: '<b>&' },
    ports: [{ mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' }],
    volumes: [
      {
        type: 'bind',
        source: '/tmp/hashreal/conf',
        target: '/conf',
        read_only: true,
        bind: { create_host_path: true },
      },
      volume('/d'),
    ],
    deploy: { replicas: 2, resources: {}, placement: {} },
  },
};

const pairs: Record<string, Pairs> = {
  web: {
    environment: { X: '1', FROM_SHELL: 'sh', UNSET: null },
    env_file: ['/tmp/hashreal/a.env', { path: '/tmp/hashreal/gone.env', required: false }],
    label_file: ['/tmp/hashreal/l.labels'],
  },
};

const file = { ...project({ services, ships: ['s1'] }), pairs };

/** As docker-compose 2.40.3 prints them, and as it labels the containers that it makes. */
test.each([
  ['files', '6e0e8d54b2e344e7', '6e0e8d54b2e344e7', 'is the same'],
  ['links', '0580e6b68b85749e', '0580e6b68b85749e', 'names what it is linked to'],
  ['shm', '8206163e209afdae', '8206163e209afdae', 'says nothing of how many there are'],
  ['vf', 'e4ebd3cbc092cbe2', '725f4e06440b7f5a', 'has the id of the container whose volumes it has'],
  ['net', '6d081ffe94ffde9f', 'eb832b7a7c4caf65', 'has the id of the container whose network it is on'],
  ['ipc', 'a620170c1edab2c3', 'ec9aa726d22013db', 'has the id of the container whose namespaces it shares'],
  ['two', 'ed96b7717df362ee', '0a3332c5189a3588', 'has the id of the first of several'],
  ['sock', '783422898d2575b5', '3c48b1568a6f6cce', 'has the socket and what comes with it'],
  ['web', '59e34dbb5e53b285', 'e9ec93aee6e997b6', 'has what env files say, and names label files'],
])('the hash of %s is %s, and of its containers %s: that %s', (name, printed, labelled) => {
  const hashes = [serviceHash(file, name), containerHash(file, name, (other) => ids[other])];
  expect(hashes.map((hash) => hash?.slice(0, 16))).toEqual([printed, labelled]);
});

describe('there is no hash of a container', () => {
  test.each(['vf', 'net', 'ipc', 'two'])('of %s, which shares something of one that is not there', (name) => {
    expect(containerHash(file, name, () => undefined)).toBe(undefined);
  });
});
