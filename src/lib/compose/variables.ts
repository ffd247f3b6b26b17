import { join, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { parseEnv } from './dotenv.ts';
import { displayName } from './find.ts';
import type { Lookup, Warn } from './interpolate.ts';
import { exists, type File, type Read } from './read.ts';

export interface VariableOptions {
  /** Instead of the project folder's `.env`, a later one over an earlier one. */
  envFiles?: string[];
  /** What relative paths of these options start at. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** The shell's variables, and PWD even where the shell has none, as Compose has it. */
export function shellVariables({ cwd, env }: VariableOptions): Lookup {
  return (name) => (Object.hasOwn(env, name) ? env[name] : name === 'PWD' ? cwd : undefined);
}

/**
 * Variables with those of the env files under them: of the files that are named, else of the folder's `.env` if there is
 * one and COMPOSE_DISABLE_ENV_FILE does not say no.
 */
export async function withEnvFiles(
  lookup: Lookup,
  directory: string,
  options: VariableOptions,
  read: Read,
  warn: Warn,
): Promise<Lookup> {
  const named = namedEnvFiles(options);
  const byItself = { path: join(directory, '.env'), name: displayName(join(directory, '.env'), options.cwd) };
  const isWanted = named.length === 0 && !isDisabled(options.env) && (await exists(byItself.path));
  return layered(lookup, isWanted ? [byItself] : named, read, warn);
}

/** Variables with those of env files under them. */
export async function layered(lookup: Lookup, files: readonly File[], read: Read, warn: Warn): Promise<Lookup> {
  const sources = await Promise.all(files.map(async (file) => ({ source: await read(file) })));
  const entries = parseEnv(sources, lookup, warn);
  return (name) => lookup(name) ?? entries.get(name)?.value;
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
