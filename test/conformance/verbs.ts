import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The verbs and flags of Docker Compose, as its own help lists them. */
export const VERBS_AT = resolve(import.meta.dirname, '../../fixtures/verbs.json');

export interface ComposeVerbs {
  version: string;
  /** Flags of all verbs: `--file`. */
  flags: string[];
  /** Flags of each verb. */
  verbs: Record<string, string[]>;
}

/** What was written when the cases were made anew. */
export function composeVerbs(): ComposeVerbs {
  return JSON.parse(readFileSync(VERBS_AT, 'utf8'));
}

/** Asks a docker-compose for its verbs; its help leaves out what it calls experimental. */
export function readVerbs(binary: string, version: string): ComposeVerbs {
  const help = (...words: string[]) => spawnSync(binary, [...words, '--help'], { encoding: 'utf8' }).stdout;
  const all = help();
  const listed = all.slice(all.indexOf('Management Commands')).matchAll(/^ {2}(\w+) /gm);
  const names = ['alpha', ...[...listed].map(([, name = '']) => name)].toSorted();
  return {
    version,
    flags: flagsOf(all),
    verbs: Object.fromEntries(names.map((name) => [name, flagsOf(help(name))])),
  };
}

function flagsOf(help: string): string[] {
  return [...help.matchAll(/^(?: {2}-\w, | {2,6})(--[\w-]+)/gm)].map(([, flag = '']) => flag);
}
