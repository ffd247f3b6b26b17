import { expect, test } from 'vitest';
import {
  inspectHealth,
  logs,
  networkCreate,
  pull,
  removeContainer,
  removeNetwork,
  removeVolume,
  rename,
  setRestart,
  start,
  stop,
  toShell,
  volumeCreate,
} from '../../src/lib/docker/index.ts';

const labels = (kind: string, key: string) =>
  `--label com.docker.compose.${kind}=${key} --label com.docker.compose.project=demo --label com.docker.compose.version=0.1.0`;

test.each([
  [
    networkCreate('demo', 'default', { name: 'demo_default' }, '0.1.0'),
    `docker network create ${labels('network', 'default')} demo_default`,
  ],
  [
    networkCreate('demo', 'sea', { name: 'sea', driver: 'macvlan' }, '0.1.0'),
    `docker network create ${labels('network', 'sea')} --driver macvlan sea`,
  ],
  [
    networkCreate('demo', 'sea', { name: 'sea', driver: 'overlay' }, '0.1.0'),
    `docker network create ${labels('network', 'sea')} --driver overlay --attachable sea`,
  ],
  [
    volumeCreate('demo', 'data', { name: 'demo_data' }, '0.1.0'),
    `docker volume create ${labels('volume', 'data')} demo_data`,
  ],
  [
    volumeCreate('demo', 'data', { name: 'demo_data', driver: 'nfs' }, '0.1.0'),
    `docker volume create ${labels('volume', 'data')} --driver nfs demo_data`,
  ],
  [pull('redis:7'), 'docker pull redis:7'],
  [start('demo-web-1'), 'docker start demo-web-1'],
  [stop('demo-web-1'), 'docker stop demo-web-1'],
  [stop('demo-web-1', 0), 'docker stop -t 0 demo-web-1'],
  [removeContainer('demo-web-1'), 'docker rm demo-web-1'],
  [removeContainer('demo-web-1', { volumes: true }), 'docker rm -v demo-web-1'],
  [removeNetwork('demo_default'), 'docker network rm demo_default'],
  [removeVolume('demo_data'), 'docker volume rm demo_data'],
  [rename('demo-web-1', 'a1b2_demo-web-1'), 'docker rename demo-web-1 a1b2_demo-web-1'],
  [setRestart('demo-web-1', 'on-failure:3'), 'docker update --restart on-failure:3 demo-web-1'],
  [logs('demo-web-1', 20), 'docker logs --tail 20 demo-web-1'],
  [
    inspectHealth('demo-web-1'),
    "docker container inspect --format '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}' demo-web-1",
  ],
])('%#: %j', (command, line) => {
  expect(toShell(command)).toBe(line);
});
