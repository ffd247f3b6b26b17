import { quote, quoteAll } from '../schema/index.ts';
import { envLines } from './env-file.ts';
import { carriedAs } from './store.ts';
import type { Command } from './types.ts';

/**
 * A command as one line of sh, its environment or files down a pipe; the files are in the deploy's folder, `$D`.
 * @throws {Problem} when a variable can't be said in an env-file.
 */
export function toShell(command: Command): string {
  const words = ['docker', ...command.argv];
  if (command.files)
    return `gzip -dc ${command.files.map((file) => `"$D/${carriedAs(file)}"`).join(' ')} | ${quoteAll(words)}`;
  return piped(envLines(command.env ?? {}).map(quote), words);
}

/**
 * A command as a person may read and run it: where a value came from outside the file stands the name of a shell
 * variable to hold it, `"TOKEN=$TOKEN"`, and files are tars by their names. `docker` is how the ship calls docker.
 * @throws {Problem} when a variable can't be said in an env-file.
 */
export function toRunbook(command: Command, docker: readonly string[] = ['docker']): string {
  const words = [...docker, ...command.argv];
  if (command.files) return `cat ${quoteAll(command.files.map(({ name }) => `${name}.tar`))} | ${quoteAll(words)}`;
  const names = Object.keys(command.env ?? {});
  const lines = envLines(command.env ?? {}).map((line, index) => {
    const name = names[index] ?? '';
    return command.masked?.includes(name) ? maskedLine(name) : quote(line);
  });
  return piped(lines, words);
}

function maskedLine(name: string): string {
  const variable = name.replace(/^(?=\d)|\W/g, '_');
  return name === variable ? `"${name}=$${variable}"` : `${quote(`${name}=`)}"$${variable}"`;
}

function piped(quotedLines: string[], words: string[]): string {
  const command = quoteAll(words);
  return quotedLines.length === 0 ? command : `printf '%s\\n' ${quotedLines.join(' ')} | ${command}`;
}
