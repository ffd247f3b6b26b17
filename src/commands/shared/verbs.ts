import { Config } from '@oclif/core/config';
import type { Verb } from './base.ts';

/** The class of a verb, which can be made, as `Verb` itself can't. */
export type VerbClass = (new (argv: string[], config: Config) => Verb) & Omit<typeof Verb, 'prototype'>;

type Load = () => Promise<{ default: VerbClass }>;

/** Every verb by its name; one is loaded when it is wanted. */
export const verbs: Readonly<Record<string, Load>> = {
  attach: () => import('../attach.ts'),
  completion: () => import('../completion.ts'),
  config: () => import('../config.ts'),
  cp: () => import('../cp.ts'),
  create: () => import('../create.ts'),
  doctor: () => import('../doctor.ts'),
  down: () => import('../down.ts'),
  drain: () => import('../drain.ts'),
  events: () => import('../events.ts'),
  exec: () => import('../exec.ts'),
  failover: () => import('../failover.ts'),
  help: () => import('../help.ts'),
  history: () => import('../history.ts'),
  images: () => import('../images.ts'),
  kill: () => import('../kill.ts'),
  logs: () => import('../logs.ts'),
  ls: () => import('../ls.ts'),
  pause: () => import('../pause.ts'),
  plan: () => import('../plan.ts'),
  port: () => import('../port.ts'),
  prune: () => import('../prune.ts'),
  ps: () => import('../ps.ts'),
  restart: () => import('../restart.ts'),
  rm: () => import('../rm.ts'),
  rollback: () => import('../rollback.ts'),
  run: () => import('../run.ts'),
  scale: () => import('../scale.ts'),
  ships: () => import('../ships.ts'),
  start: () => import('../start.ts'),
  stats: () => import('../stats.ts'),
  stop: () => import('../stop.ts'),
  top: () => import('../top.ts'),
  unpause: () => import('../unpause.ts'),
  version: () => import('../version.ts'),
  volumes: () => import('../volumes.ts'),
  wait: () => import('../wait.ts'),
};

/** Other names of verbs. */
export const aliases: Readonly<Record<string, string>> = { convert: 'config', up: 'start' };

/** The verb of this name or alias; the word itself, where it is neither. */
export function nameOf(word: string): string {
  return Object.hasOwn(aliases, word) ? (aliases[word] ?? word) : word;
}

/** How the verb of this name or alias is loaded; undefined where there is none. */
export function loaderOf(word: string): Load | undefined {
  const name = nameOf(word);
  return Object.hasOwn(verbs, name) ? verbs[name] : undefined;
}

/**
 * What a verb knows of the program. Oclif's own looks for plugins, themes, hooks and all other verbs first, which takes
 * longer than many a verb does.
 */
export class Program extends Config {
  override bin = 'compowarm';

  constructor(version: string) {
    super({ root: '' });
    this.version = version;
  }

  override async runHook(): Promise<{ successes: []; failures: [] }> {
    return { successes: [], failures: [] };
  }
}
