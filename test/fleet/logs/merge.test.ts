import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Line } from '../../../src/lib/fleet/logs/cut.ts';
import { merger } from '../../../src/lib/fleet/logs/merge.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function line(stamp: string, size = 0): Line {
  return { stamp, text: Buffer.alloc(size) };
}

/** A merger that writes `SOURCE STAMP`, and a sink that is full as long as the test says so. */
function merging(window?: number) {
  const out: string[] = [];
  let blocked: Promise<void> | undefined;
  let flushes = 0;
  const merge = merger<string>(
    {
      write: (source, { stamp }) => out.push(`${source} ${stamp}`),
      full: () => blocked,
      flush: () => {
        flushes += 1;
      },
    },
    { now: () => Date.now(), ...(window === undefined ? {} : { window }) },
  );
  return {
    ...merge,
    out,
    flushes: () => flushes,
    /** Makes the sink full; the function that is returned makes room. */
    block(): () => void {
      let open = () => {};
      blocked = new Promise((resolve) => {
        open = () => {
          blocked = undefined;
          resolve();
        };
      });
      return open;
    },
  };
}

describe('logs that are there', () => {
  test('come in the order of time, and nothing before every log has said what comes next', async () => {
    const { add, out } = merging();
    const [a, b] = [add('a'), add('b')];
    for (const stamp of ['1', '3', '5']) a.push(line(stamp));
    await a.room();
    expect(out).toEqual([]);
    b.push(line('2'));
    await b.room();
    expect(out).toEqual(['a 1', 'b 2']);
    b.push(line('4'));
    void b.end();
    expect(out).toEqual(['a 1', 'b 2', 'a 3', 'b 4', 'a 5']);
  });

  test('lines of one time come in the order of the sources', async () => {
    const { add, out } = merging();
    const [a, b] = [add('a'), add('b')];
    b.push(line('1'));
    void b.end();
    a.push(line('1'));
    void a.end();
    expect(out).toEqual(['a 1', 'b 1']);
  });

  test('each source keeps its order, whatever its times say; sorted ones come out sorted', () => {
    const stamps = fc.array(fc.integer({ min: 0, max: 9 }).map(String), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(stamps, { minLength: 1, maxLength: 4 }), (logs) => {
        const { add, out } = merging();
        const inlets = logs.map((_, i) => add(String(i)));
        logs.forEach((log, i) => {
          for (const stamp of log) inlets[i]?.push(line(stamp));
          void inlets[i]?.end();
        });
        logs.forEach((log, i) => {
          expect(out.filter((one) => one.startsWith(`${i} `))).toEqual(log.map((stamp) => `${i} ${stamp}`));
        });
        if (!logs.every((log) => log.join() === log.toSorted().join())) return;
        const times = out.map((one) => one.slice(2));
        expect(times).toEqual(times.toSorted());
      }),
    );
  });

  test('what is not taken holds its source back, and no more is written', async () => {
    const { add, out, block } = merging();
    const [a, b] = [add('a'), add('b')];
    for (let i = 0; i < 3; i++) a.push(line('1', 400_000));
    let ready = false;
    const room = a.room().then(() => {
      ready = true;
    });
    await Promise.resolve();
    expect(ready).toBe(false);
    const open = block();
    b.push(line('2'));
    await b.room();
    expect(out).toEqual(['a 1']);
    open();
    await room;
    expect(out).toEqual(['a 1', 'a 1', 'a 1']);
  });
});

describe('logs that are followed', () => {
  test('a line waits for earlier ones of others, but never longer than the window', async () => {
    const { add, out } = merging(250);
    const [a, b] = [add('a'), add('b')];
    a.push(line('2'));
    await a.room();
    vi.advanceTimersByTime(200);
    expect(out).toEqual([]);
    b.push(line('1'));
    await b.room();
    expect(out).toEqual(['b 1']);
    vi.advanceTimersByTime(50);
    expect(out).toEqual(['b 1', 'a 2']);
  });

  test('a line that comes too late is written all the same', async () => {
    const { add, out } = merging(250);
    const [a, b] = [add('a'), add('b')];
    a.push(line('2'));
    await a.room();
    vi.advanceTimersByTime(250);
    b.push(line('1'));
    await b.room();
    vi.advanceTimersByTime(250);
    expect(out).toEqual(['a 2', 'b 1']);
  });

  test('a line of the only source waits for nobody', async () => {
    const { add, out, flushes } = merging(250);
    const a = add('a');
    a.push(line('1'));
    await a.room();
    expect(out).toEqual(['a 1']);
    expect(flushes()).toBe(1);
  });

  test('a flood is not held back by a quiet source', async () => {
    const { add, out } = merging(250);
    const [a] = [add('a'), add('b')];
    for (let i = 0; i < 30; i++) a.push(line('1', 100_000));
    await a.room();
    expect(out.length).toBe(20);
    vi.advanceTimersByTime(250);
    expect(out.length).toBe(30);
  });

  test('a source may go, and another come', async () => {
    const { add, out } = merging(250);
    const [a, b] = [add('a'), add('b')];
    a.push(line('1'));
    const gone = a.end();
    vi.advanceTimersByTime(250);
    await gone;
    const c = add('c');
    c.push(line('3'));
    b.push(line('2'));
    await b.room();
    expect(out).toEqual(['a 1', 'b 2']);
    vi.advanceTimersByTime(250);
    expect(out).toEqual(['a 1', 'b 2', 'c 3']);
  });
});
