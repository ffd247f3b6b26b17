import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Problem } from '../../lib/problem.ts';
import type { Stream } from '../../lib/ships/index.ts';
import { leave, SIGNALS, unwritable } from './signals.ts';
import { tell } from './tell.ts';

/** A command on a ship whose input and output are this program's. */
export interface Attended {
  stream: Stream;
  /** It has a terminal: this one, from now on. */
  tty: boolean;
  ship: string;
  /** What runs, to be named in errors: `the command in web-1`. */
  name: string;
  /** Sends it a signal; whether that could be done. Without it the command is left alone. */
  signal?(name: string): Promise<boolean>;
}

/** Signals that are passed on. */
const PASSED = [...SIGNALS, 'SIGQUIT'] as const;
/** So many of them leave the command alone. */
const ENOUGH = 3;
/** Milliseconds that a command may take to end when its terminal goes. */
const FAREWELL = 2000;

/** The exit status of ours, as a shell has it, for a signal: `SIGINT` is 130. */
function statusOf(signal: string): number {
  return 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
}

/** The terminal's size, and what it is. */
export function thisTerminal() {
  const { columns = 80, rows = 24 } = process.stdout;
  return { term: process.env.TERM ?? 'xterm', columns, rows };
}

/** Whether a command gets a terminal: where there is one on both ends of it. */
export function hasTerminal(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY);
}

/**
 * Passes input, output and signals between this program and a command until it ends. Returns its exit status, as a shell
 * has it; closed output ends the command, quietly.
 * @throws Problem of status 255 where the connection is lost, or the output can't be written
 */
export async function attend(attended: Attended): Promise<number> {
  const { stream, tty, ship, name } = attended;
  const restore = tty ? lendTerminal(stream) : () => {};
  const { left, taken, off, unwritten } = passSignals(attended);
  try {
    process.stdin.on('error', () => {}).pipe(stream.input);
    stream.errors.pipe(process.stderr, { end: false });
    stream.output.pipe(process.stdout, { end: false });
    const end = await Promise.race([stream.ended, left]);
    if (typeof end !== 'number') await Promise.all([stream.output, stream.errors].map(readOut));
    await Promise.all([process.stdout, process.stderr].map(flushed));
    const error = unwritten();
    if (error) throw new Problem({ what: unwritable(error), exit: 255 });
    if (typeof end === 'number') return end;
    if (end !== 'lost') return taken() ?? ('code' in end ? end.code : statusOf(`SIG${end.signal}`));
  } finally {
    off();
    restore();
    process.stdin.unpipe().destroy();
  }
  throw new Problem({
    what: `the connection to ${ship} was lost`,
    why: `how ${name} ended, or whether it did, is not known`,
    exit: 255,
  });
}

/** Puts this terminal at the command's disposal; what is returned takes it back, which is done too when the program ends. */
function lendTerminal(stream: Stream): () => void {
  const { stdin, stdout } = process;
  const resize = () => stream.resize(thisTerminal());
  const restore = () => {
    stdin.setRawMode(false);
    stdout.off('resize', resize);
    process.off('exit', restore);
  };
  stdin.setRawMode(true);
  stdout.on('resize', resize);
  process.on('exit', restore);
  return restore;
}

interface Passing {
  /** Resolves with the exit status when there is no more waiting for the command. */
  left: Promise<number>;
  /** The exit status where a signal took the terminal away from the command. */
  taken(): number | undefined;
  /** Why output can't be written, where that is not for want of a reader. */
  unwritten(): Error | undefined;
  off(): void;
}

/** Passes signals on, and closed output as one. */
function passSignals({ stream, tty, name, signal }: Attended): Passing {
  let count = 0;
  let isOver = false;
  let first: string | undefined;
  let unwritten: Error | undefined;
  let leaveWith: (status: number) => void = () => {};
  const left = new Promise<number>((resolve) => {
    leaveWith = resolve;
  });
  const pass = async (received: string, sent: string) => {
    count += 1;
    first ??= received;
    if (!signal || count >= ENOUGH) return leaveWith(statusOf(received));
    if (tty || received === 'SIGPIPE') setTimeout(() => leaveWith(statusOf(received)), FAREWELL).unref();
    const isSent = await signal(sent.slice('SIG'.length)).catch(() => false);
    if (isSent || isOver || received === 'SIGPIPE') return;
    tell(`${name} goes on: nothing on its ship could send it a signal`);
    leaveWith(statusOf(received));
  };
  // a command that has a terminal learns that it is gone
  const listener = (received: string) => void pass(received, tty ? 'SIGHUP' : received);
  // what it still says has to be read, or else it never ends
  const closed = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') unwritten = error;
    stream.output.resume();
    listener('SIGPIPE');
  };
  for (const one of SIGNALS) process.off(one, leave);
  for (const one of PASSED) process.on(one, listener);
  process.stdout
    .removeAllListeners('error')
    .once('error', closed)
    .on('error', () => {});
  const off = () => {
    isOver = true;
    for (const one of PASSED) process.off(one, listener);
    for (const one of SIGNALS) process.on(one, leave);
  };
  const taken = () => (tty && first !== undefined ? statusOf(first) : undefined);
  return { left, taken, unwritten: () => unwritten, off };
}

/** All that there is to be read has been read, or never will be. */
async function readOut(stream: Readable): Promise<void> {
  await finished(stream, { writable: false }).catch(() => {});
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}
