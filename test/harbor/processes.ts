import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './run.ts';

/** A process, told from a later one that got its number by when it started. */
export interface Process {
  pid: number;
  start: string;
}

/** The process that has this number now. */
export function processOf(pid: number): Process {
  const start = startOf(pid);
  if (start === undefined) throw new Error(`process ${pid} has ended`);
  return { pid, start };
}

/** Whether that very process is still there (one that only waits to be reaped is not). */
export function isAlive({ pid, start }: Process): boolean {
  return startOf(pid) === start;
}

/**
 * Starts a command that outlives this process if need be, and returns its first line of output, with which it says
 * that it is ready. `onStart` learns of it before anything else can happen.
 */
export async function launch(
  argv: readonly string[],
  onStart: (started: Process) => void,
  stderr: 'inherit' | number = 'inherit',
): Promise<{ launched: Process; line: string }> {
  const child = start(argv, { detached: true, stdio: ['ignore', 'pipe', stderr], cwd: '/' });
  if (child.pid === undefined || !child.stdout) throw new Error(`${argv[0]} did not start`);
  const launched = processOf(child.pid);
  onStart(launched);
  child.unref();
  for await (const line of createInterface(child.stdout)) {
    child.stdout.destroy();
    return { launched, line };
  }
  throw new Error(`ended before it was ready: ${argv.join(' ')}`);
}

/** Kills processes and waits until they are gone. */
export async function end(processes: Process[]): Promise<void> {
  const alive = processes.filter(isAlive);
  for (const { pid } of alive) kill(pid);
  await gone(alive);
}

/** Everything that runs in the network that a process made for itself and others, that one too. */
export function inNetworkOf(maker: Process): Process[] {
  const network = isAlive(maker) ? networkOf(maker.pid) : undefined;
  if (network === undefined || network === networkOf('self')) return [];
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all
    .filter((pid) => networkOf(pid) === network)
    .map((pid) => ({ pid: Number(pid), start: startOf(Number(pid)) ?? '' }));
}

function networkOf(pid: number | string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

/** Waits until processes that are about to end have ended. */
export async function gone(processes: Process[]): Promise<void> {
  for (let waits = 0; processes.some(isAlive); waits++) {
    if (waits === 1000) throw new Error(`still running: ${processes.filter(isAlive).map(({ pid }) => pid)}`);
    await sleep(10);
  }
}

// One that ended meanwhile is as good as killed.
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function startOf(pid: number): string | undefined {
  const [state, ...fields] = statOf(pid);
  return state === 'Z' ? undefined : fields[18];
}

function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
