import { EXIT, Problem } from '../problem.ts';
import type { Channel, Session } from '../ships/index.ts';
import { BEAT, type Frame, parseFrame, prelude } from './frames.ts';
import type { Wire } from './types.ts';

/** Milliseconds between two signs of life; the ship's watchdog wants one in thirty seconds. */
const BEAT_EVERY = 10_000;

/**
 * A wire over a channel whose look has ended and whose shell waits for steps; `folder` is the deploy's own on the ship.
 * When the shell has ended, so does the connection, unless it is to be kept.
 */
export function openWire(
  session: Session,
  channel: Channel,
  { nonce, docker, folder, keep }: { nonce: string; docker: string; folder: string; keep?: boolean },
): Wire {
  const listeners: ((frame: Frame) => void)[] = [];
  let greeting = prelude(docker);
  channel.onLine((line) => {
    const frame = parseFrame(nonce, line);
    if (frame) for (const listener of listeners) listener(frame);
  });
  const beat = setInterval(() => channel.write(BEAT), BEAT_EVERY);
  beat.unref();
  channel.ended.then(() => {
    clearInterval(beat);
    if (!keep) session.close();
  });
  return {
    send(message) {
      // one group of all its steps: a message that is cut off anywhere runs none of them
      channel.write(`${greeting}{\n${message}}\n`);
      greeting = '';
    },
    carry: (name, bytes) => carry(session, `${folder}/${name}`, bytes),
    onFrame: (listener) => listeners.push(listener),
    finish: () => channel.end(),
    drop: () => session.close(),
    ended: channel.ended,
  };
}

/** Bytes go by a channel of their own: some shells read their commands a byte at a time, at a megabyte a second. */
async function carry(session: Session, path: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const channel = await session.open(`sh -c 'exec cat >${path}'`);
  try {
    await channel.pour(bytes);
  } finally {
    channel.end();
  }
  const end = await channel.ended;
  if (end !== 'lost' && 'code' in end && end.code === 0) return;
  const why = end === 'lost' ? 'the connection was lost' : channel.stderr().trim();
  throw new Problem({ what: 'it could not be brought to the ship', why, exit: EXIT.failed });
}
