import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Ship } from '../../compose/index.ts';
import type { End, Session } from '../../ships/index.ts';
import { listenCommand, SIGN_EVERY } from '../errand.ts';

const ERRORS_KEPT = 4096;

/** A script that is listened to on a ship. */
export interface Listening {
  /** What it prints. Has to be read to its end; while nobody reads, the ship waits. */
  output: Readable;
  /** How it ended, and the last of what it wrote on standard error. */
  ended: Promise<{ end: End; errors: string }>;
  /** Ends it, with all that it began. */
  stop(): void;
}

/** Runs sh text on a ship for as long as this program wants to hear of it; docker's words in it are `docker`. */
export async function listen(session: Session, ship: Pick<Ship, 'docker'>, script: string): Promise<Listening> {
  const { input, output, errors, ended } = await session.stream(listenCommand(ship, script));
  const signs = setInterval(() => input.write('\n'), SIGN_EVERY);
  let said = '';
  errors.on('data', (data: Buffer) => {
    said = (said + data).slice(-ERRORS_KEPT);
  });
  return {
    output,
    ended: ended.then((end) => {
      clearInterval(signs);
      return { end, errors: said };
    }),
    stop: () => input.end(),
  };
}

/** Reads what is printed to the end, as fast as it is taken. What is cut off ends too: `ended` says how. */
export async function drain({ output }: Listening, take: (chunk: Buffer) => Promise<void> | void): Promise<void> {
  try {
    for await (const chunk of output) await take(chunk as Buffer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** The same, by lines of text; `room` says when more of them are taken. */
export function eachLine(
  listening: Listening,
  take: (line: string) => void,
  room?: () => Promise<void>,
): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return drain(listening, (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
    return room?.();
  });
}

/** Why nothing more is heard. */
export function whyEnded({ end, errors }: Awaited<Listening['ended']>): string {
  if (end === 'lost') return 'the connection was lost';
  const how = 'code' in end ? `status ${end.code}` : `signal ${end.signal}`;
  return errors.trim() || `what listened there ended (${how})`;
}
