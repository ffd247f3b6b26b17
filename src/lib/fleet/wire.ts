import type { Channel, Session } from '../ships/index.ts';
import { BEAT, type Frame, parseFrame, prelude } from './frames.ts';
import type { Wire } from './types.ts';

/** Milliseconds between two signs of life; the ship's watchdog wants one in thirty seconds. */
const BEAT_EVERY = 10_000;

/** A wire over a channel whose look has ended and whose shell waits for steps. */
export function openWire(session: Session, channel: Channel, nonce: string, dockerFunction: string): Wire {
  const listeners: ((frame: Frame) => void)[] = [];
  let greeting = prelude(dockerFunction);
  channel.onLine((line) => {
    const frame = parseFrame(nonce, line);
    if (frame) for (const listener of listeners) listener(frame);
  });
  const beat = setInterval(() => channel.write(BEAT), BEAT_EVERY);
  beat.unref();
  channel.ended.then(() => {
    clearInterval(beat);
    session.close();
  });
  return {
    send(message) {
      // one group of all its steps: a message that is cut off anywhere runs none of them
      channel.write(`${greeting}{\n${message}}\n`);
      greeting = '';
    },
    onFrame: (listener) => listeners.push(listener),
    finish: () => channel.end(),
    drop: () => session.close(),
    ended: channel.ended,
  };
}
