import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the cases stand: a folder each, with Compose files and what Docker Compose makes of them. */
export const FOLDER = resolve(import.meta.dirname, '../../fixtures/conformance');
/** Where they stood when Docker Compose hashed them: the paths of this machine are in a hash. */
export const HASHED_AT = '/tmp/compowarm-conformance';

/** One case: what is said on the command line, and what comes of it. */
export interface Case {
  name: string;
  folder: string;
  /** Flags before the verb: `['-f', 'a.yaml', '--profile', 'x']`. */
  flags: string[];
  env: Record<string, string>;
  services: string[];
  /** The project as JSON, with the folder's path as `/project`. */
  expected?: unknown;
  /** The hashes of all services, a line each: `web 5f70bf18...`. */
  hashes?: string;
  /** The first line of Docker Compose's error, where it refuses. */
  refused?: string;
}

/** All cases, by name. */
export function allCases(): Case[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readCase(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readCase(name: string): Case {
  const folder = join(FOLDER, name);
  const expected = textOf(join(folder, 'expected.json'));
  const hashes = textOf(join(folder, 'hashes'));
  const refused = textOf(join(folder, 'refused'));
  return {
    name,
    folder,
    ...readArgs(textOf(join(folder, 'args')) ?? ''),
    ...(expected !== undefined && { expected: JSON.parse(expected) }),
    ...(hashes !== undefined && { hashes }),
    ...(refused !== undefined && { refused: refused.trimEnd() }),
  };
}

/** A line each: `NAME=VALUE` is a variable, `-f FILE` a flag with its value, and everything else names a service. */
function readArgs(text: string): Pick<Case, 'flags' | 'env' | 'services'> {
  const lines = text.split('\n').filter((line) => line !== '');
  const isFlag = (line: string) => line.startsWith('-');
  const isVariable = (line: string) => !isFlag(line) && line.includes('=');
  const pairs = lines.filter(isVariable).map((line) => line.split(/=(.*)/s).slice(0, 2));
  return {
    flags: lines.filter(isFlag).flatMap((line) => line.split(/ (.*)/s).slice(0, 2)),
    env: { HOME: '/home/me', ...Object.fromEntries(pairs) },
    services: lines.filter((line) => !isFlag(line) && !isVariable(line)),
  };
}

/** A text that names folders of this machine, with the case's as `/project` and what is above it as `/above`. */
export function withoutPaths(text: string, folder: string): string {
  return text.replaceAll(folder, '/project').replaceAll(FOLDER, '/above');
}

function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
