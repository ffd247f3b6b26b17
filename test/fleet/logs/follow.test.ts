import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readAll } from '../../../src/lib/fleet/logs/read.ts';
import type { LogSource, LogsEnd } from '../../../src/lib/fleet/logs/types.ts';
import type { Session } from '../../../src/lib/ships/index.ts';
import { type Radio, radio } from '../radio.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const at = (ms: number) =>
  `2026-01-02T03:04:${String(Math.floor(ms / 1000)).padStart(2, '0')}.${String(ms % 1000).padStart(3, '0')}000000Z`;
const lines = (...all: [ms: number, text: string][]) => all.map(([ms, text]) => `${at(ms)} ${text}\n`).join('');

/** A line of the list of containers, and one of what happens to them. */
function member(id: string, service: string, state: string, labels = ''): string {
  const all = `com.docker.compose.service=${service},com.docker.compose.container-number=1${labels}`;
  return `${JSON.stringify([id, `shop-${service}-1`, state, all])}\n`;
}
function event(action: string, id: string, service: string, more: Record<string, string> = {}): string {
  const labels = { 'com.docker.compose.service': service, 'com.docker.compose.container-number': '1' };
  const actor = { ID: id, Attributes: { name: `shop-${service}-1`, ...labels, ...more } };
  return `${JSON.stringify({ Action: action, Actor: actor, timeNano: 1 })}\n`;
}

const WATCH = 'docker events';

interface Options {
  follow?: boolean;
  tail?: string;
  since?: string;
  wants?: (one: { service: string }) => boolean;
}

/** Reads the logs of containers, given as `ID SERVICE STATE` for each ship. */
function reading(fleet: [Radio, string[]][], options: Options = {}) {
  const said: string[] = [];
  const radios = new Map(fleet.map(([one]) => [one.ship.name, one]));
  const titleOf = ({ service, ship }: LogSource) => `${service}@${ship}`;
  const { follow = false, wants = () => true, ...range } = options;
  const ended = readAll(
    fleet.map(([{ ship, connect, away }, containers]) => ({
      ship,
      session: away ? undefined : connect(),
      containers: containers.map((text) => {
        const [id = '', service = '', state] = text.split(' ');
        return { id, service, number: 1, running: state === 'running' };
      }),
    })),
    {
      ...{ project: 'shop', follow, wants, ...range },
      dial: async ({ name }) => radios.get(name)?.connect() as Session,
    },
    { write: (source, { text }) => said.push(`${titleOf(source)} ${text}`), full: () => undefined, flush() {} },
    {
      onFailed: (source, why) => said.push(`! ${titleOf(source)} ${why}`),
      onCut: (ship) => said.push(`! cut ${ship}`),
      onLost: (ship, why) => said.push(`! lost ${ship}: ${why}`),
      onBack: (ship) => said.push(`! back ${ship}`),
      onExit: (source, code) => said.push(`! ${titleOf(source)} exited with ${code}`),
    },
  );
  let result: LogsEnd | undefined;
  void ended.then((end) => {
    result = end;
  });
  return {
    said,
    ended,
    hasEnded: () => result !== undefined,
    /** What was said since the last time, when so many milliseconds have gone by. */
    async heard(ms = 0) {
      await vi.advanceTimersByTimeAsync(ms);
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      await vi.advanceTimersByTimeAsync(0);
      return said.splice(0);
    },
  };
}

describe('logs that are there', () => {
  test('of all ships, in the order of time, and then it ends', async () => {
    const [one, two] = [radio('one'), radio('two')];
    const { said, ended } = reading([
      [one, ['a1 web running']],
      [two, ['b1 db exited']],
    ]);
    const [web, db] = [await one.call('a1'), await two.call('b1')];
    expect([web.script, db.script]).toEqual(['docker logs --timestamps a1 2>&1', 'docker logs --timestamps b1 2>&1']);
    web.say(lines([1, 'w1'], [3, 'w3']));
    web.end();
    db.say(`${lines([2, 'd2'])}${at(4)} no newline`);
    db.end();
    expect(await ended).toEqual({ failed: false, lost: false });
    expect(said).toEqual(['web@one w1', 'db@two d2', 'web@one w3', 'db@two no newline']);
  });

  test('as much of them as is wanted', async () => {
    const one = radio('one');
    const { ended } = reading([[one, ['a1 web running']]], { tail: '20', since: '42m' });
    const web = await one.call('a1');
    expect(web.script).toBe('docker logs --timestamps --tail 20 --since 42m a1 2>&1');
    web.end();
    await ended;
  });

  test('what docker can not read is told, and the others go on', async () => {
    const one = radio('one');
    const { said, ended } = reading([[one, ['a1 web running', 'b1 db running']]]);
    const [web, db] = [await one.call('a1'), await one.call('b1')];
    web.say('Error response from daemon: configured logging driver does not support reading\n');
    web.end(1);
    db.say(lines([1, 'd1']));
    db.end();
    expect(await ended).toEqual({ failed: true, lost: false });
    expect(said.sort()).toEqual([
      '! web@one Error response from daemon: configured logging driver does not support reading',
      'db@one d1',
    ]);
  });

  test('a ship that is lost is told, once; what is whole of its lines is there', async () => {
    const [one, two] = [radio('one'), radio('two')];
    const { said, ended } = reading([
      [one, ['a1 web running', 'b1 db running']],
      [two, ['c1 api running']],
    ]);
    const [web, api] = [await one.call('a1'), await two.call('c1')];
    web.say(`${lines([1, 'w1'])}${at(2)} to`);
    api.say(lines([3, 'a3']));
    api.end();
    one.cut();
    expect(await ended).toEqual({ failed: false, lost: true });
    expect(said).toEqual(['web@one w1', 'api@two a3', '! cut one']);
  });

  test('more than one connection carries are read over several', async () => {
    const one = radio('one');
    const ids = Array.from({ length: 20 }, (_, i) => `c${i}.`);
    const { said, ended } = reading([[one, ids.map((id) => `${id} s${id} running`)]]);
    const calls = await Promise.all(ids.map((id) => one.call(id)));
    calls.forEach((call, i) => {
      call.say(lines([20 - i, `line of ${i}`]));
      call.end();
    });
    await ended;
    expect(one.connections).toBe(5);
    expect(said.map((line) => line.split(' ').at(-1))).toEqual(ids.map((_, i) => String(19 - i)));
  });
});

test('a reader that reads nothing holds ships back, and what waits is no more than a few megabytes', async () => {
  const one = radio('one');
  const sources = ['a1', 'b1'].map((id) => ({ id, service: id, number: 1, running: true }));
  void readAll(
    [{ ship: one.ship, session: one.connect(), containers: sources }],
    { project: 'shop', follow: false, wants: () => true, dial: async () => one.connect() },
    { write() {}, full: () => new Promise(() => {}), flush() {} },
    { onFailed() {}, onCut() {}, onLost() {}, onBack() {}, onExit() {} },
  );
  const line = Buffer.from(`${at(1)} ${'x'.repeat(999)}\n`);
  const sent = await Promise.all(
    sources.map(async ({ id }) => {
      const { output } = await one.call(id);
      let lines = 0;
      for (let idle = 0; idle < 20; idle++) {
        while (output.write(line)) {
          lines += 1;
          idle = 0;
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      return lines;
    }),
  );
  for (const lines of sent) expect(lines).toBeLessThan(2000);
});

describe('logs that are followed', () => {
  /** Follows one container that has said `w1` so far, and is heard. */
  async function following(options: Options = {}) {
    const one = radio('one');
    const watched = reading([[one, ['a1 web running']]], { follow: true, ...options });
    const past = await one.call('docker logs');
    past.say(lines([1000, 'w1']));
    past.end();
    const watch = await one.call(WATCH);
    watch.say(`100\n${member('a1', 'web', 'running')}\n`);
    const live = await one.call('--follow');
    return { one, ...watched, watch, live };
  }

  test('begin with what is there, and go on after it without a line twice', async () => {
    const { live, heard, hasEnded } = await following();
    expect(live.script).toBe('docker logs --timestamps --follow a1 2>&1');
    live.say(lines([1000, 'w1'], [1000, 'w2']));
    expect(await heard()).toEqual(['web@one w1', 'web@one w2']);
    live.say(lines([5000, 'w3']));
    expect(await heard()).toEqual(['web@one w3']);
    expect(hasEnded()).toBe(false);
  });

  test('--tail is not asked for again', async () => {
    const { live } = await following({ tail: '1' });
    expect(live.script).toBe(`docker logs --timestamps --follow --since ${at(1000)} a1 2>&1`);
  });

  test('--tail 0 shows only what comes, and what came while the ship was lost', async () => {
    const one = radio('one');
    const { heard } = reading([[one, ['a1 web running']]], { follow: true, tail: '0' });
    (await one.call('docker logs')).end();
    (await one.call(WATCH)).say(`100\n${member('a1', 'web', 'running')}\n`);
    expect((await one.call('--follow')).script).toBe('docker logs --timestamps --follow --tail 0 a1 2>&1');
    one.cut();
    await heard(1000);
    (await one.call(WATCH)).say(`200\n${member('a1', 'web', 'running')}\n`);
    expect((await one.call('--follow')).script).toBe('docker logs --timestamps --follow --since 100 a1 2>&1');
  });

  test('a ship that is lost is waited for, and its logs go on where they were', async () => {
    const { one, live, heard } = await following();
    live.say(lines([1000, 'w1'], [5000, 'w2'], [9000, 'w3'], [9000, 'w4']));
    await heard();
    live.say(`${at(9001)} half of a li`);
    one.cut();
    one.away = true;
    expect(await heard(1000)).toEqual(['! lost one: the connection was lost']);
    one.away = false;
    await heard(2000);
    const watch = await one.call(WATCH);
    expect(await heard()).toEqual([]);
    watch.say(`100\n${member('a1', 'web', 'running')}\n`);
    expect(await heard()).toEqual(['! back one']);
    const again = await one.call('--follow');
    expect(again.script).toBe(`docker logs --timestamps --follow --since ${at(1000)} a1 2>&1`);
    again.say(lines([1000, 'w1'], [5000, 'w2'], [9000, 'w3'], [9000, 'w4'], [9000, 'w5'], [9001, 'half of a line']));
    expect(await heard()).toEqual(['web@one w5', 'web@one half of a line']);
  });

  test('a ship whose docker is gone is waited for too, and is not back before docker is', async () => {
    const { one, live, watch, heard } = await following();
    live.end();
    watch.end(1);
    expect(await heard(1000)).toEqual(['web@one w1', '! lost one: what listened there ended (status 1)']);
    (await one.call(WATCH)).end(1);
    expect(await heard(2000)).toEqual([]);
    (await one.call(WATCH)).say(`100\n${member('a1', 'web', 'running')}\n`);
    expect(await heard()).toEqual(['! back one']);
  });

  test('a ship that did not answer at first is heard from when it does', async () => {
    const [one, two] = [radio('one'), radio('two')];
    two.away = true;
    const { heard } = reading(
      [
        [one, ['a1 web running']],
        [two, []],
      ],
      { follow: true, tail: '5' },
    );
    (await one.call('docker logs')).end();
    (await one.call(WATCH)).say(`100\n${member('a1', 'web', 'running')}\n`);
    await heard(5000);
    two.away = false;
    await heard(10_000);
    (await two.call(WATCH)).say(`100\n${member('b1', 'db', 'running')}\n`);
    expect((await two.call('--follow')).script).toBe('docker logs --timestamps --follow --tail 5 b1 2>&1');
    expect(await heard()).toEqual(['! back two']);
  });

  test('a container that comes is followed from its start, and one that is no replica is not', async () => {
    const { one, watch, heard } = await following({ wants: ({ service }) => service !== 'other' });
    watch.say(event('start', 'o1', 'other'));
    watch.say(event('start', 'r1', 'web', { 'com.docker.compose.oneoff': 'True' }));
    watch.say(event('start', 'b1', 'db'));
    const live = await one.call('--follow');
    expect(live.script).toBe('docker logs --timestamps --follow b1 2>&1');
    live.say(lines([7000, 'd1']));
    await heard(250);
    expect(one.unanswered()).toEqual([]);
  });

  test('one that came and went between the look and the watch is read too', async () => {
    const one = radio('one');
    const { heard } = reading([[one, []]], { follow: true });
    (await one.call(WATCH)).say(`100\n${member('b1', 'db', 'exited')}\n`);
    const live = await one.call('b1');
    live.say(lines([1000, 'd1']));
    live.end();
    expect(await heard()).toEqual(['db@one d1']);
  });

  test('a container that restarts goes on, whether its end or its start is heard first', async () => {
    const { one, live, watch, heard } = await following();
    live.say(lines([1000, 'w1']));
    watch.say(event('die', 'a1', 'web', { exitCode: '3' }));
    watch.say(event('start', 'a1', 'web'));
    expect(await heard()).toEqual(['web@one w1']);
    live.end();
    const again = await one.call('--follow');
    again.say(lines([1000, 'w1'], [2000, 'w2']));
    expect((await heard()).sort()).toEqual(['! web@one exited with 3', 'web@one w2']);
    again.end();
    await heard(100);
    watch.say(event('start', 'a1', 'web'));
    const third = await one.call('--follow');
    third.say(lines([1000, 'w1'], [2000, 'w2'], [3000, 'w3']));
    expect(await heard()).toEqual(['web@one w3']);
  });

  test('end when no container runs any more, after a while in which another may come', async () => {
    const { one, live, watch, heard, hasEnded, ended } = await following();
    live.say(lines([1000, 'w1'], [2000, 'bye']));
    live.end();
    watch.say(event('die', 'a1', 'web', { exitCode: '0' }));
    expect(await heard(2999)).toEqual(['web@one w1', 'web@one bye', '! web@one exited with 0']);
    await heard(1);
    expect(hasEnded()).toBe(false);
    const list = await one.call('docker ps');
    list.say(member('a1', 'web', 'exited'));
    list.end();
    expect(await ended).toEqual({ failed: false, lost: false });
    expect(one.unanswered()).toEqual([]);
  });

  test('do not end while a container is to be restarted, or is on a ship that is lost', async () => {
    const { one, live, watch, heard, hasEnded } = await following();
    live.end();
    watch.say(event('die', 'a1', 'web', { exitCode: '1' }));
    await heard(3000);
    const list = await one.call('docker ps');
    list.say(member('a1', 'web', 'restarting'));
    list.end();
    await heard(10_000);
    expect(hasEnded()).toBe(false);
    one.away = true;
    one.cut();
    await heard(60_000);
    expect(hasEnded()).toBe(false);
  });

  test('do not wait for a ship that never answered', async () => {
    const [one, two] = [radio('one'), radio('two')];
    two.away = true;
    const { ended } = reading(
      [
        [one, ['a1 web exited']],
        [two, []],
      ],
      { follow: true },
    );
    (await one.call('docker logs')).end();
    (await one.call(WATCH)).say(`100\n${member('a1', 'web', 'exited')}\n`);
    expect(await ended).toEqual({ failed: false, lost: false });
  });

  test('where nothing runs, end with what is there', async () => {
    const one = radio('one');
    const { said, ended } = reading([[one, ['a1 web exited']]], { follow: true });
    const past = await one.call('docker logs');
    past.say(lines([1000, 'w1']));
    past.end();
    (await one.call(WATCH)).say(`100\n${member('a1', 'web', 'exited')}\n`);
    expect(await ended).toEqual({ failed: false, lost: false });
    expect(said).toEqual(['web@one w1']);
  });

  test('what docker can not read is told once', async () => {
    const one = radio('one');
    const { heard } = reading([[one, ['a1 web running']]], { follow: true });
    const past = await one.call('docker logs');
    past.say('Error response from daemon: no reader\n');
    past.end(1);
    (await one.call(WATCH)).say(`100\n${member('a1', 'web', 'running')}\n`);
    expect(await heard(250)).toEqual(['! web@one Error response from daemon: no reader']);
    expect(one.unanswered()).toEqual([]);
  });

  test('what could be read once is read again when the ship is heard again', async () => {
    const { one, live, watch, heard } = await following();
    live.say('error during connect\n');
    live.end(1);
    watch.end(1);
    expect(await heard(1000)).toEqual([
      'web@one w1',
      '! web@one error during connect',
      '! lost one: what listened there ended (status 1)',
    ]);
    (await one.call(WATCH)).say(`100\n${member('a1', 'web', 'running')}\n`);
    (await one.call('--follow')).say(lines([1000, 'w1'], [2000, 'w2']));
    expect(await heard()).toEqual(['! back one', 'web@one w2']);
  });

  test('a container that is removed in the meantime is no trouble', async () => {
    const { one, watch, heard } = await following();
    watch.say(event('start', 'b1', 'db'));
    const live = await one.call('b1');
    live.say('Error response from daemon: No such container: b1\n');
    live.end(1);
    expect(await heard()).toEqual(['web@one w1']);
  });

  test('where the ship ends one log though nobody asked, it is heard anew', async () => {
    const { one, live, heard } = await following();
    live.input.end();
    expect(await heard(1000)).toEqual(['web@one w1', '! lost one: the connection was lost']);
    (await one.call(WATCH)).say(`100\n${member('a1', 'web', 'running')}\n`);
    expect(await heard()).toEqual(['! back one']);
  });
});
