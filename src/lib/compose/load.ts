import { dirname, join, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { combine } from './documents.ts';
import { parseEnv } from './dotenv.ts';
import { envFileRefs } from './env-files.ts';
import { displayName, fileNames, findFiles } from './find.ts';
import type { Lookup, Warn } from './interpolate.ts';
import { example } from './lift.ts';
import { projectName } from './name.ts';
import { locate, type MapNode, type Node, type Source } from './node.ts';
import { parse } from './parse.ts';
import { toProject } from './project.ts';
import { exists, readSource } from './read.ts';
import type { Project } from './types.ts';

export interface LoadOptions {
  /** Merged in this order; looked for when there are none. */
  files?: string[];
  projectName?: string;
  projectDirectory?: string;
  /** Instead of the project folder's `.env`, a later one over an earlier one. */
  envFiles?: string[];
  /** What relative paths of these options start at. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** Reads a project from its files. Throws a Problem (exit 2) that says what is wrong, where, and what to do. */
export async function load(options: LoadOptions): Promise<Project> {
  const warnings = new Set<string>();
  const warn: Warn = (text) => void warnings.add(text);
  const files = await chooseFiles(options, warn);
  const directory = resolve(options.cwd, options.projectDirectory ?? dirname(files[0]?.path as string));
  const environment = await readEnvironment(options, directory, warn);
  const sources = await Promise.all(files.map(({ path, name }) => readSource(path, name)));
  const documents = sources.flatMap(documentsOf);
  const name = projectName(options.projectName, documents, directory, environment);
  const lookup: Lookup = (key) => (key === 'COMPOSE_PROJECT_NAME' ? name : environment(key));
  const { root, shape } = combine(documents, lookup, warn);
  const envFiles = await readEnvFiles(root, directory);
  const paths = files.map(({ path }) => path);
  return toProject({ name, shape, directory, files: paths, root, envFiles, lookup, warnings });
}

interface File {
  /** Absolute. */
  path: string;
  /** How people are told of it. */
  name: string;
}

async function chooseFiles(options: LoadOptions, warn: Warn): Promise<File[]> {
  const { cwd } = options;
  const named = options.files?.length ? options.files : await filesFromEnvironment(options, warn);
  if (named.length > 0) return named.map((name) => ({ path: resolve(cwd, name), name }));
  const found = await findFiles(options.projectDirectory ? resolve(cwd, options.projectDirectory) : cwd, exists);
  if (found.length > 0) return found.map((path) => ({ path, name: displayName(path, cwd) }));
  throw new Problem({
    what: `there is no ${fileNames.slice(0, -1).join(', ')} or ${fileNames.at(-1)} here or in the folders above`,
    remedy: 'write one, or name one with -f',
  });
}

/** COMPOSE_FILE, of the shell or of the `.env` here. */
async function filesFromEnvironment(options: LoadOptions, warn: Warn): Promise<string[]> {
  const { cwd, projectDirectory = '.' } = options;
  const lookup = await readEnvironment(options, resolve(cwd, projectDirectory), warn);
  const separator = lookup('COMPOSE_PATH_SEPARATOR') || ':';
  return (lookup('COMPOSE_FILE') ?? '').split(separator).filter((name) => name !== '');
}

/** The shell's variables over those of the env files: the ones named, else the project folder's `.env` if there is one. */
async function readEnvironment({ cwd, env, envFiles }: LoadOptions, directory: string, warn: Warn): Promise<Lookup> {
  const shell: Lookup = (name) => (Object.hasOwn(env, name) ? env[name] : undefined);
  const named = envFiles?.length
    ? envFiles
    : (shell('COMPOSE_ENV_FILES') ?? '').split(',').filter((name) => name !== '');
  const byItself = join(directory, '.env');
  const files = named.map((name) => ({ path: resolve(cwd, name), name }));
  if (files.length === 0 && (await exists(byItself))) files.push({ path: byItself, name: displayName(byItself, cwd) });
  const sources = await Promise.all(files.map(({ path, name }) => readSource(path, name)));
  const entries = parseEnv(sources, shell, warn);
  return (name) => shell(name) ?? entries.get(name)?.value;
}

/** The documents of a file that are not empty. */
function documentsOf(source: Source): Node[] {
  const documents = parse(source).filter((document) => document.kind !== 'scalar' || document.value !== null);
  if (documents.length > 0) return documents;
  throw new Problem({
    what: `${source.name} is empty`,
    where: locate({ source, offset: 0 }),
    remedy: `write services and ships: ${example}`,
  });
}

/** The env files that each service names and that are there. */
async function readEnvFiles(root: MapNode, directory: string): Promise<Map<string, Source[]>> {
  const sources = new Map<string, Source[]>();
  for (const { service, path, name, required, at } of envFileRefs(root, directory)) {
    if (!required && !(await exists(path))) continue;
    sources.set(service, [...(sources.get(service) ?? []), await readSource(path, name, at)]);
  }
  return sources;
}
