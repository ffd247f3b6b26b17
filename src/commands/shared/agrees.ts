import readline from 'node:readline/promises';

/** Where a person is asked. */
type Terminal = Pick<NodeJS.Process, 'stdin' | 'stderr'>;

/** Asks a person at a terminal whether to go on; without a terminal nobody agrees, and who leaves has not agreed. */
export async function agrees(risky: readonly string[], { stdin, stderr }: Terminal = process): Promise<boolean> {
  if (!stdin.isTTY || !stderr.isTTY) return false;
  const prompt = readline.createInterface({ input: stdin, output: stderr });
  // while it reads keys, Ctrl-C is one of them and no signal
  prompt.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'));
  const left = new Promise<string>((resolve) => prompt.once('close', () => resolve('')));
  const answer = await Promise.race([prompt.question([...risky, 'go on? [y/N] '].join('\n')), left]);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
