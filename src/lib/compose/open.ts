import { dirname, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { displayName, fileNames, findFiles } from './find.ts';
import type { Warn } from './interpolate.ts';
import { type File, type Read, STDIN } from './read.ts';
import { shellVariables, type VariableOptions, type Variables, withEnvFiles } from './variables.ts';

export interface OpenOptions extends VariableOptions {
  /** Merged in this order, `-` is standard input; looked for when there are none. */
  files?: string[];
  projectDirectory?: string;
}

/** No file was named, and none was found. */
export class NoFile extends Problem {}

/** Which files a project is read from, and with what. */
export interface Opened {
  files: File[];
  /** The project's folder. */
  directory: string;
  variables: Variables;
}

/**
 * Finds out which files are meant. `.env` is looked for where the command is given (there COMPOSE_FILE may stand), and,
 * under that, in the project's folder. Throws NoFile when there is none.
 */
export async function openProject(options: OpenOptions, read: Read, warn: Warn): Promise<Opened> {
  const { cwd, files: said = [] } = options;
  const named = said.map((name) => fileOf(name, cwd));
  const start = folderOf(options, named);
  const variables = await withEnvFiles(shellVariables(options), start, options, read, warn);
  const files = named.length > 0 ? named : chooseFiles(cwd, start, variables, warn);
  const directory = folderOf(options, files);
  return {
    files: files.map((file) => ({ ...file, directory })),
    directory,
    variables: directory === start ? variables : await withEnvFiles(variables, directory, options, read, warn),
  };
}

/** The folder of the project: as said, else that of the first file, else where the command was given. */
function folderOf({ cwd, projectDirectory }: OpenOptions, files: readonly File[]): string {
  if (projectDirectory !== undefined) return resolve(cwd, projectDirectory);
  const first = files.find(({ path }) => path !== STDIN);
  return first ? dirname(first.path) : resolve(cwd);
}

function fileOf(name: string, cwd: string): File {
  return name === STDIN ? { path: STDIN, name: 'standard input' } : { path: resolve(cwd, name), name };
}

/** Those of COMPOSE_FILE, else those that are found. */
function chooseFiles(cwd: string, directory: string, variables: Variables, warn: Warn): File[] {
  const separator = variables.get('COMPOSE_PATH_SEPARATOR') || ':';
  const named = (variables.get('COMPOSE_FILE') ?? '').split(separator).filter((name) => name !== '');
  if (named.length > 0) return named.map((name) => fileOf(name, cwd));
  const found = findFiles(directory, cwd, warn);
  if (found.length > 0) return found.map((path) => ({ path, name: displayName(path, cwd) }));
  throw new NoFile({
    what: `there is no ${fileNames.slice(0, -1).join(', ')} or ${fileNames.at(-1)} here or in the folders above`,
    remedy: 'write one, or name one with -f',
  });
}
