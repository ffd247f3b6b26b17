import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readAllEvents } from '../../../src/lib/fleet/events/read.ts';
import type { Session } from '../../../src/lib/ships/index.ts';
import { type Radio, radio } from '../radio.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const EVENTS =
  "docker events --filter type=container --filter label=com.docker.compose.project=shop --format '{{json .}}'";

/** What docker prints of `start` of a service so many nanoseconds after a second of 2026. */
function start(nanoseconds: number, service: string, more: Record<string, string> = {}): string {
  const actor = { ID: 'a1', Attributes: { 'com.docker.compose.service': service, ...more } };
  const event = JSON.stringify({ Action: 'start', Actor: actor });
  return `${event.slice(0, -1)},"timeNano":1767323045${String(nanoseconds).padStart(9, '0')}}\n`;
}

interface Options {
  services?: string[];
  since?: string;
  until?: string;
  isPast?: boolean;
}

function reading(radios: Radio[], { services = [], isPast = false, ...times }: Options = {}) {
  const said: string[] = [];
  const byName = new Map(radios.map((one) => [one.ship.name, one]));
  const ended = readAllEvents(
    radios.map(({ ship, connect, away }) => ({ ship, session: away ? undefined : connect() })),
    {
      ...{ project: 'shop', services, isPast, ...times },
      dial: async ({ name }) => byName.get(name)?.connect() as Session,
    },
    {
      write: (ship, { event, stamp }) => said.push(`${ship} ${Number(stamp.slice(20, 29))} ${event.service}`),
      full: () => undefined,
      flush() {},
    },
    { onLost: (ship, why) => said.push(`! lost ${ship}: ${why}`), onBack: (ship) => said.push(`! back ${ship}`) },
  );
  return {
    ended,
    /** What was said since the last time, when so many milliseconds have gone by. */
    async heard(ms = 0) {
      await vi.advanceTimersByTimeAsync(ms);
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(0);
      return said.splice(0);
    },
  };
}

test('what happens is told in the order of time over all ships, but for containers of run and other services', async () => {
  const [one, two] = [radio('one'), radio('two')];
  const { heard } = reading([one, two], { services: ['web', 'db'] });
  const [a, b] = [await one.call(EVENTS), await two.call(EVENTS)];
  expect(a.script).toBe(`S=$(date +%s); echo $S; ${EVENTS} --since $S`);
  a.say(`100\n${start(2, 'web')}${start(3, 'web', { 'com.docker.compose.oneoff': 'True' })}${start(4, 'other')}`);
  b.say(`100\n${start(1, 'db')}`);
  expect(await heard(250)).toEqual(['two 1 db', 'one 2 web']);
});

test('what happened since a time is told first, then what does', async () => {
  const [one, two] = [radio('one'), radio('two')];
  const { heard } = reading([one, two], { since: '10m' });
  const [a, b] = [await one.call(EVENTS), await two.call(EVENTS)];
  expect(a.script).toBe(`S=$(date +%s); echo $S; ${EVENTS} --since 10m --until $S`);
  a.say(`100\n${start(2, 'web')}`);
  a.end();
  expect(await heard(10_000)).toEqual([]);
  b.say(`100\n${start(1, 'db')}`);
  b.end();
  expect(await heard()).toEqual(['two 1 db', 'one 2 web']);
  const live = await one.call(EVENTS);
  expect(live.script).toBe(`S=$(date +%s); echo $S; ${EVENTS} --since 10m`);
  live.say(`100\n${start(2, 'web')}${start(3, 'web')}`);
  expect(await heard(250)).toEqual(['one 3 web']);
});

test('until a time that has gone by: it ends with what there is', async () => {
  const one = radio('one');
  const { ended, heard } = reading([one], { since: '10m', until: '1s', isPast: true });
  const past = await one.call(EVENTS);
  expect(past.script).toBe(`S=$(date +%s); echo $S; ${EVENTS} --since 10m --until 1s`);
  past.say(`100\n${start(1, 'web')}`);
  past.end();
  await ended;
  expect(await heard()).toEqual(['one 1 web']);
});

test('until a time to come: it ends when all ships have, and does not wait for one that never answered', async () => {
  const [one, two] = [radio('one'), radio('two')];
  two.away = true;
  const { ended, heard } = reading([one, two], { until: '-10s' });
  const live = await one.call(EVENTS);
  expect(live.script).toBe(`S=$(date +%s); echo $S; ${EVENTS} --since $S --until -10s`);
  live.say(`100\n${start(1, 'web')}`);
  live.end();
  expect(await heard()).toEqual(['one 1 web']);
  await ended;
});

test('a ship that is lost is waited for, and goes on where it was', async () => {
  const one = radio('one');
  const { heard } = reading([one]);
  const live = await one.call(EVENTS);
  live.say('100\n');
  await heard();
  one.cut();
  expect(await heard(1000)).toEqual(['! lost one: the connection was lost']);
  const second = await one.call(EVENTS);
  expect(second.script).toBe(`S=$(date +%s); echo $S; ${EVENTS} --since 100`);
  second.say(`200\n${start(1, 'web')}${start(1, 'db')}`);
  expect(await heard()).toEqual(['! back one', 'one 1 web', 'one 1 db']);
  second.end(1);
  expect(await heard(1000)).toEqual(['! lost one: what listened there ended (status 1)']);
  const third = await one.call(EVENTS);
  expect(third.script).toBe(`S=$(date +%s); echo $S; ${EVENTS} --since 100`);
  third.say(`300\n${start(1, 'web')}${start(1, 'db')}${start(1, 'api')}`);
  expect(await heard()).toEqual(['! back one', 'one 1 api']);
});
