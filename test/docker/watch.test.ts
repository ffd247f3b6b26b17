import { describe, expect, test } from 'vitest';
import { containerEvents, listContainers, parseEvent, parseListed, toShell } from '../../src/lib/docker/index.ts';

describe('what is asked', () => {
  test.each([
    [
      listContainers('shop'),
      `docker ps -a --no-trunc --filter label=com.docker.compose.project=shop --format '[{{json .ID}},{{json .Names}},{{json .State}},{{json .Labels}}]'`,
    ],
    [
      containerEvents('shop'),
      "docker events --filter type=container --filter label=com.docker.compose.project=shop --format '{{json .}}'",
    ],
    [
      containerEvents('shop', ['start', 'die']),
      "docker events --filter type=container --filter label=com.docker.compose.project=shop --filter event=start --filter event=die --format '{{json .}}'",
    ],
  ])('%#', (command, line) => {
    expect(toShell(command)).toBe(line);
  });
});

const COMPOSE = 'com.docker.compose';

test.each([
  ['a replica', 'shop-web-2', '', true],
  ['one with a legacy link', 'shop-api-1/web,shop-web-2', '', true],
  ['one of run', 'shop-web-2', `,${COMPOSE}.oneoff=True`, false],
  ['one that was no good', 'shop-web-2_failed_1a2b', ',compowarm.deploy=1a2b', false],
])('a container that is listed: %s', (_, names, more, replica) => {
  const labels = `${COMPOSE}.service=web,${COMPOSE}.container-number=2${more}`;
  expect(parseListed(JSON.stringify(['a1', names, 'running', labels]))).toEqual({
    id: 'a1',
    name: names.split(',').at(-1),
    service: 'web',
    number: 2,
    replica,
    state: 'running',
  });
});

test('an event, with its time to the nanosecond', () => {
  const labels = { [`${COMPOSE}.service`]: 'web', [`${COMPOSE}.container-number`]: '2' };
  const attributes = { ...labels, exitCode: '3', image: 'busybox', name: 'shop-web-2' };
  const event = { status: 'die', Type: 'container', Action: 'die', Actor: { ID: 'a1', Attributes: attributes } };
  const line = JSON.stringify({ ...event, time: 1795575170 }).replace(/}$/, ',"timeNano":1795575170056945581}');
  expect(parseEvent(line)).toEqual({
    ...{ id: 'a1', name: 'shop-web-2', service: 'web', number: 2, replica: true },
    action: 'die',
    stamp: '2026-11-25T02:52:50.056945581Z',
    attributes,
  });
});
