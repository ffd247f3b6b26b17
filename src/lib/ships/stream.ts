import type ssh2 from 'ssh2';
import { endOf } from './channel.ts';
import type { Stream } from './types.ts';

/** Makes a Stream of ssh2's. `isOver`: the connection is gone. */
export function makeStream(stream: ssh2.ClientChannel, isOver: () => boolean): Stream {
  // How it ended is told by `ended`; between the end of the socket and the close of its channels every write fails.
  for (const one of [stream, stream.stderr]) one.on('error', () => {});
  const ended = new Promise<Awaited<Stream['ended']>>((resolve) => {
    stream.once('close', (code: number | null | undefined, signal?: string) => resolve(endOf(code, signal, isOver())));
  });
  return {
    input: stream,
    output: stream,
    errors: stream.stderr as Stream['errors'],
    resize: ({ columns, rows }) => stream.setWindow(rows, columns, 0, 0),
    signal: (name) => stream.signal(name),
    ended,
  };
}
