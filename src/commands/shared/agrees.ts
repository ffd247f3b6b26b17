import readline from 'node:readline/promises';

/** Asks a person at a terminal whether to go on; without a terminal nobody agrees. */
export async function agrees(risky: readonly string[]): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const prompt = readline.createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${risky.join('\n')}\ngo on? [y/N] `);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
