import { type ChildProcess, spawn } from 'node:child_process';
import { PassThrough, type Readable, Transform } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import type { Faults } from './types.ts';

const AT = '@'.charCodeAt(0);
const NEWLINE = '\n'.charCodeAt(0);

/** Passes bytes on up to a point that `find` names in a chunk; there it stops and calls back. */
function until(find: (chunk: Buffer) => number, reached: () => void): Transform {
  let over = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (over) return done();
      const end = find(chunk);
      if (end < 0) return done(null, chunk);
      over = true;
      this.push(chunk.subarray(0, end));
      this.push(null);
      done();
      reached();
    },
  });
}

function bytesUntil(limit: number): (chunk: Buffer) => number {
  let seen = 0;
  return (chunk) => {
    const before = seen;
    seen += chunk.length;
    return seen >= limit ? limit - before : -1;
  };
}

function framesUntil(limit: number): (chunk: Buffer) => number {
  let seen = 0;
  let frame = false;
  let start = true;
  return (chunk) => {
    for (const [i, byte] of chunk.entries()) {
      if (start) frame = byte === AT;
      start = byte === NEWLINE;
      if (start && frame && ++seen === limit) return i + 1;
    }
    return -1;
  };
}

/** Passes everything on, except where a fault puts an end to it. */
function gate(limit: number | undefined, find: (limit: number) => (chunk: Buffer) => number, reached: () => void) {
  return limit === undefined ? new PassThrough() : until(find(limit), reached);
}

function pour(from: Readable, through: Transform, to: NodeJS.WritableStream, end: boolean): void {
  from.pipe(through).pipe(to, { end });
}

/** Runs one exec as sshd does: the real /bin/sh with pipes, which outlives its connection and only sees its input end. */
export function runExec(
  channel: ServerChannel,
  command: string,
  where: { cwd: string; env: NodeJS.ProcessEnv },
  faults: Faults,
  cut: () => void,
): ChildProcess {
  const child = spawn('/bin/sh', ['-c', command], { ...where, stdio: 'pipe', detached: true });
  const { stdin, stdout, stderr } = child;
  for (const stream of [stdin, stdout, stderr, channel]) stream.on('error', () => undefined);
  const { stdin: bytes, frames } = faults.dropAfter ?? {};
  pour(
    channel,
    gate(bytes, bytesUntil, () => stdin.once('finish', cut)),
    stdin,
    true,
  );
  const out = gate(frames, framesUntil, () => out.once('end', () => setImmediate(cut)));
  pour(stdout, out, channel, false);
  pour(stderr, new PassThrough(), channel.stderr, false);
  child.on('close', (code, signal) => {
    if (code === null) channel.exit(signal ?? 'KILL', false, '');
    else channel.exit(code);
    channel.end();
  });
  channel.on('close', () => {
    stdin.end();
    stdout.destroy();
    stderr.destroy();
  });
  return child;
}
