import { quote, quoteAll } from '../schema/index.ts';
import { checkLines } from './env-file.ts';
import { carriedAs } from './store.ts';
import type { Command } from './types.ts';

/**
 * A command as one line of sh, its environment or files down a pipe; the files are in the deploy's folder, `$D`.
 * @throws {Problem} when a variable can't be said in an env-file.
 */
export function toShell(command: Command): string {
  if (command.files) {
    const files = command.files.map((file) => `"$D/${carriedAs(file)}"`);
    return `gzip -dc ${files.join(' ')} | ${quoteAll(['docker', ...command.argv])}`;
  }
  return said(command, ['docker'], (name, value) => quote(`${name}=${value}`));
}

/**
 * A command as a person may read and run it: where a value came from outside the file stands the name of a shell
 * variable to hold it, `"TOKEN=$TOKEN"`, and files are tars by their names. `docker` is how the ship calls docker.
 * @throws {Problem} when a variable can't be said in an env-file.
 */
export function toRunbook(command: Command, docker: readonly string[] = ['docker']): string {
  if (command.files) {
    const tars = command.files.map(({ name }) => `${name}.tar`);
    return `cat ${quoteAll(tars)} | ${quoteAll([...docker, ...command.argv])}`;
  }
  return said(command, docker, (name, value) =>
    command.masked?.includes(name) ? maskedLine(name) : quote(`${name}=${value}`),
  );
}

type Say = (name: string, value: string) => string;

function maskedLine(name: string): string {
  const variable = name.replace(/^(?=\d)|\W/g, '_');
  return name === variable ? `"${name}=$${variable}"` : `${quote(`${name}=`)}"$${variable}"`;
}

/** Exported variables are set in a shell of their own, and so are gone with it. */
function said({ argv, env = {}, exported = {}, parts }: Command, docker: readonly string[], say: Say): string {
  const words = quoteAll([...docker, ...argv]);
  if (parts) return `gzip -dc ${quoteAll(parts)} | ${words}`;
  const settings = Object.entries(exported).map(([name, value]) => `export ${say(name, value)}; `);
  const command = settings.length > 0 ? `(${settings.join('')}${words})` : words;
  checkLines(env);
  const lines = Object.entries(env).map(([name, value]) => say(name, value));
  return lines.length > 0 ? `printf '%s\\n' ${lines.join(' ')} | ${command}` : command;
}
