import { spawnSync } from 'node:child_process';

/** The shells that a ship may have, and how they are called here; null for one that is not on this machine. */
export const SHELLS: [string, string[] | null][] = [
  ['sh', ['sh']],
  ['dash', found('dash')],
  ['bash', found('bash')],
  ['busybox sh', found(process.env.COMPOWARM_BUSYBOX ?? 'busybox', 'sh')],
];

function found(...words: [string, ...string[]]): string[] | null {
  const [command, ...args] = words;
  return spawnSync(command, [...args, '-c', ':']).status === 0 ? words : null;
}

/** Runs a script, handed in by standard input, and returns what it printed. */
export function runScript(shell: string[], script: string, env: Record<string, string> = {}): string {
  const [command = '', ...args] = shell;
  const { status, stdout, stderr } = spawnSync(command, [...args, '-s'], {
    input: script,
    env: { PATH: process.env.PATH, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${shell.join(' ')} ended with ${status}: ${stderr}`);
  return stdout.toString();
}
