import { type Document, readDocuments } from './documents.ts';
import { readPairFiles } from './env-files.ts';
import { type Lookup, metered, type Warn } from './interpolate.ts';
import { settleNames } from './legacy.ts';
import { withAbsolutePaths } from './literal.ts';
import { combine } from './model.ts';
import { projectName } from './name.ts';
import { type MapNode, plain, textsOf } from './node.ts';
import { type Opened, type OpenOptions, openProject } from './open.ts';
import { profilesOf } from './profiles.ts';
import { toProject } from './project.ts';
import { openReader, type Read } from './read.ts';
import { type Variable, variablesOf } from './template.ts';
import type { Project } from './types.ts';

export interface LoadOptions extends OpenOptions {
  projectName?: string;
  /** Over COMPOSE_PROFILES; `*` is all. */
  profiles?: string[];
  /** Services that the command names: their profiles are on too. */
  services?: readonly string[];
  stdin?: AsyncIterable<Uint8Array | string>;
}

/** Files that are found and parsed, and not yet looked into. */
interface Started extends Opened {
  name: string;
  documents: Document[];
  lookup: Lookup;
  read: Read;
}

async function start(options: LoadOptions, warn: Warn): Promise<Started> {
  const read = openReader(options.stdin);
  const opened = await openProject(options, read, warn);
  const { directory, files, variables } = opened;
  const documents = await readDocuments(files, read);
  const roots = documents.map(({ root }) => root);
  const name = projectName(options.projectName, roots, directory, (key) => variables.get(key));
  const all = new Map([...variables, ['COMPOSE_PROJECT_NAME', name] as const]);
  return { ...opened, name, documents, variables: all, lookup: (key) => all.get(key), read };
}

/** Reads a project from its files. Throws a Problem (exit 2) that says what is wrong, where, and what to do. */
export async function load(options: LoadOptions): Promise<Project> {
  const warnings = new Set<string>();
  const warn: Warn = (text) => void warnings.add(text);
  const { name, files, directory, documents, lookup, read } = await start(options, warn);
  const scope = { directory, lookup: metered(lookup), read, warn, literal: false, trail: [] };
  const { root, shape = 'services' } = await combine(documents, scope);
  return toProject({
    name,
    shape,
    directory,
    files: files.map(({ path }) => path),
    root: shape === 'v1' ? settleNames(root) : root,
    wanted: { profiles: profilesOf(options.profiles, lookup('COMPOSE_PROFILES')), named: options.services ?? [] },
    lookup,
    warnings,
    readFiles: (service: MapNode) => readPairFiles(service, directory, read),
  });
}

/**
 * Files as one with their variables as they are written: what they extend and include put in, and paths of this machine
 * absolute. Nothing else is looked at but that they can be merged. Throws a Problem where they cannot.
 */
export async function loadLiteral(options: LoadOptions): Promise<Record<string, unknown>> {
  const { name, root } = await literal(options);
  return { ...(plain(withAbsolutePaths(root)) as object), name };
}

async function literal(options: LoadOptions): Promise<Started & { root: MapNode }> {
  const started = await start(options, () => {});
  const { directory, documents, lookup, read } = started;
  const scope = { directory, lookup, read, warn: () => {}, literal: true, trail: [] };
  return { ...started, root: (await combine(documents, scope)).root };
}

/** The variables that files are read with, and those that the files hold. */
export interface UsedVariables {
  environment: Record<string, string>;
  /** By name; of one that is written in several ways the last. */
  variables: Record<string, Variable>;
}

/** Reads which variables there are and which are wanted, and puts none in. Throws a Problem as `load` does. */
export async function loadVariables(options: LoadOptions): Promise<UsedVariables> {
  const { root, variables } = await literal(options);
  const used = textsOf(root).flatMap(variablesOf);
  return {
    environment: Object.fromEntries(variables),
    variables: Object.fromEntries(used.map((variable) => [variable.name, variable])),
  };
}
