import { dirname, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { readDocuments } from './documents.ts';
import { readPairFiles } from './env-files.ts';
import { displayName, fileNames, findFiles } from './find.ts';
import { type Lookup, metered, type Warn } from './interpolate.ts';
import { settleNames } from './legacy.ts';
import { combine } from './model.ts';
import { projectName } from './name.ts';
import type { MapNode } from './node.ts';
import { profilesOf } from './profiles.ts';
import { toProject } from './project.ts';
import { type File, openReader, type Read, STDIN } from './read.ts';
import type { Project } from './types.ts';
import { shellVariables, type VariableOptions, withEnvFiles } from './variables.ts';

export interface LoadOptions extends VariableOptions {
  /** Merged in this order, `-` is standard input; looked for when there are none. */
  files?: string[];
  projectName?: string;
  projectDirectory?: string;
  /** Over COMPOSE_PROFILES; `*` is all. */
  profiles?: string[];
  /** Services that the command names: their profiles are on too. */
  services?: readonly string[];
  stdin?: AsyncIterable<Uint8Array | string>;
}

/** Reads a project from its files. Throws a Problem (exit 2) that says what is wrong, where, and what to do. */
export async function load(options: LoadOptions): Promise<Project> {
  const warnings = new Set<string>();
  const warn: Warn = (text) => void warnings.add(text);
  const read = openReader(options.stdin);
  const here = await readHere(options, read, warn);
  const directory = here.directory ?? folderOf(options, here.files);
  const files = here.files.map((file) => ({ ...file, directory }));
  const variables = await withEnvFiles(here.lookup, directory, options, read, warn);
  const documents = await readDocuments(files, read);
  const name = projectName(
    options.projectName,
    documents.map(({ root }) => root),
    directory,
    variables,
  );
  const lookup: Lookup = (key) => (key === 'COMPOSE_PROJECT_NAME' ? name : variables(key));
  const scope = { directory, lookup: metered(lookup), read, warn, literal: false, trail: [] };
  const { root: combined, shape = 'services' } = await combine(documents, scope);
  const root = shape === 'v1' ? settleNames(combined) : combined;
  const paths = files.map(({ path }) => path);
  const wanted = {
    profiles: profilesOf(options.profiles, variables('COMPOSE_PROFILES')),
    named: options.services ?? [],
  };
  const readFiles = (service: MapNode) => readPairFiles(service, directory, read);
  return toProject({ wanted, name, shape, directory, files: paths, root, lookup, warnings, readFiles });
}

interface Here {
  files: File[];
  /** The shell's variables and those of the `.env` where the command was given, or of the env files that are named. */
  lookup: Lookup;
  /** The project's folder, where that is known without looking for files. */
  directory: string | undefined;
}

async function readHere(options: LoadOptions, read: Read, warn: Warn): Promise<Here> {
  const { cwd, projectDirectory, files = [] } = options;
  const named = files.map((name) => fileOf(name, cwd));
  const directory = projectDirectory !== undefined || named.length > 0 ? folderOf(options, named) : undefined;
  const lookup = await withEnvFiles(shellVariables(options), directory ?? cwd, options, read, warn);
  if (named.length > 0) return { files: named, lookup, directory };
  return { files: await chooseFiles(options, directory ?? cwd, lookup, warn), lookup, directory };
}

/** The folder of the project: as said, else that of the first file, else where the command was given. */
function folderOf({ cwd, projectDirectory }: LoadOptions, files: readonly File[]): string {
  if (projectDirectory !== undefined) return resolve(cwd, projectDirectory);
  const first = files.find(({ path }) => path !== STDIN);
  return first ? dirname(first.path) : cwd;
}

function fileOf(name: string, cwd: string): File {
  return name === STDIN ? { path: STDIN, name: 'standard input' } : { path: resolve(cwd, name), name };
}

/** Those of COMPOSE_FILE, else those that are found. */
async function chooseFiles({ cwd }: LoadOptions, directory: string, lookup: Lookup, warn: Warn): Promise<File[]> {
  const separator = lookup('COMPOSE_PATH_SEPARATOR') || ':';
  const named = (lookup('COMPOSE_FILE') ?? '').split(separator).filter((name) => name !== '');
  if (named.length > 0) return named.map((name) => fileOf(name, cwd));
  const found = await findFiles(directory, cwd, warn);
  if (found.length > 0) return found.map((path) => ({ path, name: displayName(path, cwd) }));
  throw new Problem({
    what: `there is no ${fileNames.slice(0, -1).join(', ')} or ${fileNames.at(-1)} here or in the folders above`,
    remedy: 'write one, or name one with -f',
  });
}
