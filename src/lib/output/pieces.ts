import type { Writable } from 'node:stream';

/** Bytes that are written at once. */
const CHUNK = 1 << 16;

/** A stream that lines are written to. */
export type LineStream = Pick<Writable, 'write' | 'once'>;

/** Writes lines to a stream in large pieces; no line is spread over two writes. */
export function lineWriter(stream: LineStream) {
  let buffer = Buffer.allocUnsafe(CHUNK);
  let from = 0;
  let to = 0;
  let blocked: Promise<void> | undefined;

  const send = () => {
    if (from === to) return;
    const takesMore = stream.write(buffer.subarray(from, to));
    from = to;
    if (takesMore) return;
    blocked ??= new Promise((resolve) =>
      stream.once('drain', () => {
        blocked = undefined;
        resolve();
      }),
    );
  };

  return {
    /** Takes a line in its parts, and puts the newline behind it. */
    put(...parts: Buffer[]): void {
      let length = 1;
      for (const part of parts) length += part.length;
      if (to + length > buffer.length) {
        send();
        // what was sent may still be on its way
        buffer = Buffer.allocUnsafe(Math.max(CHUNK, length));
        from = 0;
        to = 0;
      }
      for (const part of parts) to += part.copy(buffer, to);
      buffer[to] = 10;
      to += 1;
    },
    /** The promise of more room, where the stream takes no more now. */
    full: () => blocked,
    /** Sends what has been put. */
    flush: send,
  };
}
