import { expect, test } from 'vitest';
import {
  inspectHealth,
  kill,
  logs,
  pause,
  pull,
  removeContainer,
  removeNetwork,
  removeVolume,
  rename,
  restart,
  setRestart,
  start,
  stop,
  toShell,
  unpause,
} from '../../src/lib/docker/index.ts';

test.each([
  [pull('redis:7'), 'docker pull redis:7'],
  [pull('redis:7', 'linux/arm64'), 'docker pull --platform linux/arm64 redis:7'],
  [start('demo-web-1'), 'docker start demo-web-1'],
  [stop('demo-web-1'), 'docker stop demo-web-1'],
  [stop('demo-web-1', 0), 'docker stop -t 0 demo-web-1'],
  [restart('demo-web-1'), 'docker restart demo-web-1'],
  [restart('demo-web-1', 3), 'docker restart -t 3 demo-web-1'],
  [kill('demo-web-1'), 'docker kill demo-web-1'],
  [kill('demo-web-1', 'SIGHUP'), 'docker kill -s SIGHUP demo-web-1'],
  [pause('demo-web-1'), 'docker pause demo-web-1'],
  [unpause('demo-web-1'), 'docker unpause demo-web-1'],
  [removeContainer('demo-web-1'), 'docker rm demo-web-1'],
  [removeContainer('demo-web-1', { volumes: true }), 'docker rm -v demo-web-1'],
  [removeNetwork('demo_default'), 'docker network rm demo_default'],
  [removeVolume('demo_data'), 'docker volume rm demo_data'],
  [rename('demo-web-1', 'a1b2_demo-web-1'), 'docker rename demo-web-1 a1b2_demo-web-1'],
  [setRestart('demo-web-1', 'on-failure:3'), 'docker update --restart on-failure:3 demo-web-1'],
  [logs('a1b2', {}), 'docker logs --timestamps a1b2'],
  [
    logs('a1b2', { tail: '20', since: '42m', until: '2026-01-02', follow: true }),
    'docker logs --timestamps --follow --tail 20 --since 42m --until 2026-01-02 a1b2',
  ],
  [
    inspectHealth('demo-web-1'),
    "docker container inspect --format '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}' demo-web-1",
  ],
])('%#: %j', (command, line) => {
  expect(toShell(command)).toBe(line);
});
