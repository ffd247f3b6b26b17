import type { Engine, Spec, Stamp } from '../../src/lib/docker/index.ts';

export const OLD: Engine = {
  id: 'A:1',
  version: '20.10.24+dfsg1',
  arch: 'x86_64',
  os: 'linux',
  memory: 1,
  cpus: 1,
  hostname: 'box',
  labels: {},
};
export const NEW: Engine = { ...OLD, version: '28.5.2' };

export const STAMP: Stamp = {
  ship: '192.168.1.83',
  deploy: '7f3a',
  directory: '/home/ann/demo',
  files: ['/home/ann/demo/docker.yml', '/home/ann/demo/docker.override.yml'],
  store: '/root/.local/state/compowarm/A:1/demo',
  version: '0.1.0',
};

/** A spec of `demo-web-1` with nothing said but what is given. */
export function webSpec(config: Partial<Spec['config']>, rest: Partial<Spec> = {}): Spec {
  return {
    project: 'demo',
    service: 'web',
    number: 1,
    name: 'demo-web-1',
    config: {
      image: 'web:1.2',
      command: null,
      entrypoint: null,
      environment: {},
      ports: [],
      expose: [],
      links: [],
      depends_on: {},
      volumes: [],
      networks: {},
      labels: {},
      ...config,
    },
    links: {},
    hosts: {},
    masked: [],
    hash: 'c0ffee',
    ...rest,
  };
}
