import { StringDecoder } from 'node:string_decoder';
import type ssh2 from 'ssh2';
import type { Channel, End } from './types.ts';

const STDERR_KEPT = 4096;

/** Makes a Channel of ssh2's stream. `isOver`: the connection is gone. */
export function makeChannel(stream: ssh2.ClientChannel, isOver: () => boolean): Channel {
  const output = splitLines();
  const errors = new StringDecoder('utf8');
  let stderr = '';
  // Both are read whether anyone listens or not: a stream that nobody reads never closes.
  stream.on('data', output.push).on('end', output.end);
  stream.stderr.on('data', (data: Buffer) => {
    stderr = (stderr + errors.write(data)).slice(-STDERR_KEPT);
  });
  stream.on('error', () => {});
  const errorsClosed = new Promise<void>((resolve) => stream.stderr.once('close', resolve));
  const closed = new Promise<End>((resolve) => {
    stream.once('close', (code: number | null | undefined, signal?: string) => resolve(endOf(code, signal, isOver())));
  });
  return {
    write: (text) => ifOpen(stream, () => stream.write(text)),
    pour: (bytes) => pour(stream, bytes),
    end: () => ifOpen(stream, () => stream.end()),
    onLine: output.listen,
    stderr: () => stderr,
    ended: closed.then((end) => errorsClosed.then(() => end)),
  };
}

/** A connection that goes after the exit status may have taken output with it: that is lost too. */
export function endOf(code: number | null | undefined, signal: string | undefined, isOver: boolean): End {
  if (isOver) return 'lost';
  if (typeof code === 'number') return { code };
  return signal === undefined ? 'lost' : { signal };
}

/** Between the end of the socket and the close of its channels ssh2 throws on every write; how the channel ended is told by `ended`. */
function ifOpen(stream: ssh2.ClientChannel, act: () => void): void {
  if (!stream.writable) return;
  try {
    act();
  } catch {}
}

async function pour(stream: ssh2.ClientChannel, bytes: AsyncIterable<Buffer>): Promise<void> {
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  for await (const chunk of bytes) {
    let takesMore = true;
    ifOpen(stream, () => {
      takesMore = stream.write(chunk);
    });
    if (!takesMore) await Promise.race([closed, new Promise<void>((resolve) => stream.once('drain', resolve))]);
    if (!stream.writable) return;
  }
}

/** Cuts UTF-8 into lines, whatever the chunks; keeps them until someone listens. */
export function splitLines() {
  const decoder = new StringDecoder('utf8');
  const kept: string[] = [];
  const listeners: ((line: string) => void)[] = [];
  let rest = '';
  const deliver = (line: string) => {
    if (listeners.length === 0) kept.push(line);
    for (const listener of listeners) listener(line);
  };
  const take = (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(deliver);
  };
  return {
    push: (data: Buffer) => take(decoder.write(data)),
    end: () => {
      take(decoder.end());
      if (rest !== '') deliver(rest);
      rest = '';
    },
    listen: (listener: (line: string) => void) => {
      listeners.push(listener);
      for (const line of kept.splice(0)) listener(line);
    },
  };
}
