import { docker, type PaperEngine, type Reply } from './index.ts';

/** Runs one command given as a line of words, where words with spaces stand in single quotes. */
export function say(engine: PaperEngine, line: string, stdin = ''): Promise<Reply> {
  const argv = [...line.matchAll(/(?:'([^']*)'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
  return docker(engine, { argv, stdin: Buffer.from(stdin), env: {} });
}

/** What a command answers that went well and printed this. */
export const out = (text: string): Reply => ({ code: 0, out: text, err: '' });

/** What a command answers that failed and said this. */
export const err = (code: number, text: string): Reply => ({ code, out: '', err: text });
