import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** How a command ended. */
export interface Result {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
  timeoutMs?: number;
  /** In a session of its own: Ctrl-C at the terminal reaches neither it nor what it leaves running. */
  detached?: boolean;
}

/** Runs a command to its end; one that outlives `timeoutMs` is killed, with what it started. */
export function run(argv: readonly string[], { input, timeoutMs, ...options }: RunOptions = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = start(argv, { detached: timeoutMs !== undefined, ...options, stdio: 'pipe' });
    const timer = timeoutMs && setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), timeoutMs);
    const stdout = gather(child.stdout);
    const stderr = gather(child.stderr);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout: stdout(), stderr: stderr() });
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Runs a command that must succeed, and returns what it printed. */
export async function must(argv: readonly string[], options?: RunOptions): Promise<string> {
  const { code, signal, stdout, stderr } = await run(argv, options);
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${signal ?? code}\n${stderr || stdout}`);
  return stdout;
}

/** Starts a command, given as one array. */
export function start([program, ...args]: readonly string[], options: SpawnOptions): ChildProcess {
  if (program === undefined) throw new Error('no command given');
  return spawn(program, args, options);
}

function gather(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
