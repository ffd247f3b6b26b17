import { describe, expect, test } from 'vitest';
import type { LogSource } from '../../src/lib/fleet/index.ts';
import { logSink } from '../../src/lib/output/index.ts';
import type { LogLook } from '../../src/lib/output/log-lines.ts';

const WEB: LogSource = { ship: 'ship1', service: 'web', number: 1 };
const REDIS: LogSource = { ship: 'ship2', service: 'redis', number: 12 };
const PLAIN: LogLook = { color: false, prefix: true, timestamps: false };

/** What a stream was written; `drain` is what it is full until. */
function paper(takes = true) {
  const written: Buffer[] = [];
  let drained = () => {};
  const stream = {
    write: (bytes: Buffer) => {
      written.push(Buffer.from(bytes));
      return takes;
    },
    once: (_: string, listener: () => void) => {
      drained = listener;
    },
  };
  return {
    stream: stream as never,
    written,
    text: () => Buffer.concat(written).toString('latin1'),
    drain: () => drained(),
  };
}

const line = (text: string | Buffer) => ({
  stamp: '2026-01-02T03:04:05.000000001Z',
  text: Buffer.from(text as string),
});

describe('lines of logs', () => {
  test.each<[string, Partial<LogLook>, string]>([
    ['with whose they are, in a column', {}, 'web-1@ship1    | one\nredis-12@ship2 | two\n'],
    ['alone', { prefix: false }, 'one\ntwo\n'],
    [
      'with their time',
      { timestamps: true, prefix: false },
      '2026-01-02T03:04:05.000000001Z one\n2026-01-02T03:04:05.000000001Z two\n',
    ],
    [
      'in colour, a colour for each container',
      { color: true },
      '\x1b[36mweb-1@ship1    |\x1b[39m one\n\x1b[33mredis-12@ship2 |\x1b[39m two\n',
    ],
  ])('%s', (_, look, text) => {
    const { stream, text: said } = paper();
    const sink = logSink(stream, [WEB, REDIS], { ...PLAIN, ...look });
    sink.write(WEB, line('one'));
    sink.write(REDIS, line('two'));
    sink.flush();
    expect(said()).toBe(text);
  });

  test('a container that comes later widens the column, and one with the same name has its colour', () => {
    const { stream, text } = paper();
    const sink = logSink(stream, [WEB], { ...PLAIN, color: true });
    sink.write(WEB, line('one'));
    sink.write(REDIS, line('two'));
    sink.write({ ...WEB }, line('three'));
    sink.flush();
    expect(text()).toBe(
      '\x1b[36mweb-1@ship1 |\x1b[39m one\n\x1b[33mredis-12@ship2 |\x1b[39m two\n\x1b[36mweb-1@ship1    |\x1b[39m three\n',
    );
  });

  test('any bytes and any length pass as they are, in few writes', () => {
    const { stream, written, text } = paper();
    const sink = logSink(stream, [WEB], { ...PLAIN, prefix: false });
    const texts = [Buffer.from([0xff, 0, 0x0d]), Buffer.alloc(1_000_000, 'x'), Buffer.alloc(0), Buffer.from('end')];
    for (const one of texts) sink.write(WEB, { ...line(''), text: one });
    sink.flush();
    sink.flush();
    expect(text()).toBe(texts.map((one) => `${one.toString('latin1')}\n`).join(''));
    expect(written.length).toBe(3);
  });

  test('a stream that takes no more says so until it does', async () => {
    const { stream, drain } = paper(false);
    const sink = logSink(stream, [WEB], PLAIN);
    sink.write(WEB, line('one'));
    expect(sink.full()).toBeUndefined();
    sink.flush();
    const room = sink.full();
    expect(room).toBeInstanceOf(Promise);
    drain();
    await room;
    expect(sink.full()).toBeUndefined();
  });
});
