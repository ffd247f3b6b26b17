import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { wantsColor } from '../../../src/lib/output/index.ts';
import { Failure, type Stage } from './types.ts';

const color = wantsColor(process.stdout, process.env);

const style = (code: number, text: string): string => (color ? `\x1b[${code}m${text}\x1b[0m` : text);

/** One plain line (or a few) about what comes. */
export function explain(text: string): void {
  process.stdout.write(`\n${style(36, text)}\n`);
}

/** A command as a person types it. */
export function typed(command: string): void {
  process.stdout.write(`\n${style(1, `$ ${command}`)}\n`);
}

/** What a command printed. */
export function printed(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** What a person sees and does on a stage, until `signal` says that they want to leave. */
export interface Show {
  stage: Stage;
  folder: string;
  signal: AbortSignal;
}

/** Types compowarm and lets all that it says through as it comes. Throws Failure unless it exits with 0. */
export async function compowarm({ stage, folder, signal }: Show, ...argv: string[]): Promise<void> {
  typed(['compowarm', ...argv.map((word) => (/[ $]/.test(word) ? `'${word}'` : word))].join(' '));
  signal.throwIfAborted();
  const [program = '', ...args] = stage.commandLine(argv);
  const child = spawn(program, args, { cwd: folder, env: stage.env, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, killed) => resolve(status ?? killed));
  });
  signal.throwIfAborted();
  if (code !== 0) throw new Failure(`compowarm ${argv[0]} ended with ${code}`);
}

/** Types a request to a web server and shows what it says, as soon as it listens. */
export async function visit({ stage, signal }: Show, host: string): Promise<string> {
  typed(`curl ${host}`);
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    const answer = await stage.get(`http://${host}/`).catch((error: Error) => error);
    if (!(answer instanceof Error) && answer.status === 200) {
      printed(answer.text);
      return answer.text;
    }
    if (tries === 100)
      throw new Failure(`${host} does not answer: ${answer instanceof Error ? answer.message : answer.text}`);
    await sleep(100);
  }
}

/** Holds what was found to what was promised. */
export function check(what: string, found: unknown, promised: unknown): void {
  const [is, should] = [found, promised].map((value) => JSON.stringify(value));
  if (is !== should) throw new Failure(`${what}: ${is}, and not ${should}`);
}
