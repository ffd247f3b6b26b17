import { join, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { parseEnv } from './dotenv.ts';
import { displayName } from './find.ts';
import type { Lookup, Warn } from './interpolate.ts';
import { exists, type File, openReader, type Read } from './read.ts';

export interface VariableOptions {
  /** Instead of the project folder's `.env`, a later one over an earlier one. */
  envFiles?: string[];
  /** What relative paths of these options start at. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** Variables by name. */
export type Variables = ReadonlyMap<string, string>;

/** The shell's variables, and PWD even where the shell has none, as Compose has it. */
export function shellVariables({ cwd, env }: VariableOptions): Variables {
  const said = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new Map([['PWD', cwd], ...said]);
}

/**
 * Variables with those of the env files under them: of the files that are named, else of the folder's `.env` if there is
 * one and COMPOSE_DISABLE_ENV_FILE does not say no.
 */
export async function withEnvFiles(
  variables: Variables,
  directory: string,
  options: VariableOptions,
  read: Read,
  warn: Warn,
): Promise<Variables> {
  const named = namedEnvFiles(options);
  const byItself = { path: join(directory, '.env'), name: displayName(join(directory, '.env'), options.cwd) };
  const isWanted = named.length === 0 && !isDisabled(options.env) && exists(byItself.path);
  const under = await readVariables(isWanted ? [byItself] : named, (name) => variables.get(name), read, warn);
  return new Map([...under, ...variables]);
}

/** The variables of env files; a value may hold others, looked up outside first. */
export async function readVariables(
  files: readonly File[],
  lookup: Lookup,
  read: Read,
  warn: Warn,
): Promise<Variables> {
  const sources = await Promise.all(files.map(async (file) => ({ source: await read(file) })));
  return new Map([...parseEnv(sources, lookup, warn)].map(([name, { value }]) => [name, value]));
}

/** The variables of files that a container is given besides its own, the shell's being what they may hold. */
export async function loadPairs(
  names: readonly string[],
  options: Pick<VariableOptions, 'cwd' | 'env'>,
): Promise<Record<string, string>> {
  const shell = shellVariables(options);
  const files = names.map((name) => ({ path: resolve(options.cwd, name), name }));
  return Object.fromEntries(
    await readVariables(
      files,
      (name) => shell.get(name),
      openReader(),
      () => {},
    ),
  );
}

/** Those of `--env-file`, else of COMPOSE_ENV_FILES. */
function namedEnvFiles({ envFiles, env, cwd }: VariableOptions): File[] {
  const names = envFiles?.length ? envFiles : (env.COMPOSE_ENV_FILES ?? '').split(',');
  return names.filter((name) => name !== '').map((name) => ({ path: resolve(cwd, name), name }));
}

function isDisabled({ COMPOSE_DISABLE_ENV_FILE: said }: VariableOptions['env']): boolean {
  if (said === undefined || /^(0|f|false)$/i.test(said)) return false;
  if (/^(1|t|true)$/i.test(said)) return true;
  throw new Problem({
    what: `COMPOSE_DISABLE_ENV_FILE must be true or false, not "${said}"`,
    remedy: 'set it to true, or unset it',
  });
}
