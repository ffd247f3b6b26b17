import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventSink } from '../../src/lib/output/index.ts';

const attributes = {
  'com.docker.compose.service': 'web',
  'compowarm.ship': 'ship1',
  name: 'shop-web-1',
  image: 'busybox',
  exitCode: '3',
};
const event = {
  ...{ id: 'a1', name: 'shop-web-1', service: 'web', number: 1, replica: true, action: 'die', attributes },
  stamp: '2026-01-02T03:04:05.123456789Z',
};

/** What is written of the event on each of two ships. */
function written(json: boolean): string {
  let said = '';
  const stream = {
    write: (bytes: Buffer) => {
      said += bytes;
      return true;
    },
    once: () => {},
  };
  const sink = eventSink(stream as never, { json, ships: ['ship1', 'db'] });
  for (const ship of ['ship1', 'db']) sink.write(ship, { stamp: event.stamp, text: Buffer.alloc(0), event });
  sink.flush();
  return said;
}

const zone = process.env.TZ;
beforeEach(() => {
  process.env.TZ = 'Etc/GMT-2';
});
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

test('events for people: the ship, the time here, and what is no label of a tool', () => {
  expect(written(false)).toBe(
    `ship1  2026-01-02 05:04:05.123456 container die a1 (exitCode=3, image=busybox, name=shop-web-1)
db     2026-01-02 05:04:05.123456 container die a1 (exitCode=3, image=busybox, name=shop-web-1)
`,
  );
});

test('events for programs: the fields of Compose, and the ship', () => {
  expect(JSON.parse(written(true).split('\n')[1] ?? '')).toEqual({
    action: 'die',
    attributes: { exitCode: '3', image: 'busybox', name: 'shop-web-1' },
    id: 'a1',
    service: 'web',
    time: '2026-01-02T03:04:05.123456789Z',
    type: 'container',
    Ship: 'db',
  });
});
