import { expect, test } from 'vitest';
import { LOOKS } from '../../src/lib/docker/index.ts';

test('what a look asks', () => {
  expect(LOOKS).toEqual({
    info: [
      'info',
      '--format',
      '{{.ID}} [{{json .ID}},{{json .ServerVersion}},{{json .Architecture}},{{json .OSType}},{{.MemTotal}},{{.NCPU}},{{json .Name}},{{json .Labels}},{{json .Swarm.NodeID}},{{.Swarm.ControlAvailable}},{{json .Swarm.RemoteManagers}}]',
    ],
    containers: ['container', 'inspect', '--format', '{{json .}}'],
    neighbours: [
      ...['ps', '-a', '--no-trunc', '--format'],
      '[{{json .ID}},{{json .Names}},{{json .State}},{{json .Ports}},{{json .Labels}}]',
    ],
    images: [
      ...['image', 'ls', '--no-trunc', '--digests', '--format'],
      '[{{json .ID}},{{json .Repository}},{{json .Tag}},{{json .Digest}}]',
    ],
    networks: ['network', 'ls', '--format', '[{{json .Name}},{{json .Driver}},{{json .Labels}}]'],
    volumes: ['volume', 'ls', '--format', '[{{json .Name}},{{json .Driver}},{{json .Labels}},{{json .Mountpoint}}]'],
    machine: ['info', '--format', '{{.ContainersRunning}} {{.Containers}} {{.DockerRootDir}}'],
    members: [
      ...['ps', '-a', '--filter', 'label=com.docker.compose.project'],
      ...['--filter', 'label=com.docker.compose.config-hash', '--format', '[{{json .State}},{{json .Labels}}]'],
    ],
    used: ['image', 'inspect', '--format', '{{json .}}'],
    processes: ['top'],
  });
});

test.each(Object.entries(LOOKS))('%s may stand in double quotes inside single quotes', (_, words) => {
  expect(words.filter((word) => /['"\\$`!\n]/.test(word))).toEqual([]);
});
