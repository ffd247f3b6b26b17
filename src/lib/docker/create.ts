import { EXIT, Problem } from '../problem.ts';
import { type Key, type Service, table } from '../schema/index.ts';
import { start } from './commands.ts';
import { atLeast } from './engine.ts';
import { copies, onShip } from './files.ts';
import { containerLabels } from './labels.ts';
import { attach } from './networks.ts';
import type { Command, Engine, Spec, Stamp } from './types.ts';

/**
 * Makes a container and starts it: one `docker run -d`, or create and start where networks or files come between.
 * @throws {Problem} when the engine is too old for what the service asks.
 */
export function run(spec: Spec, stamp: Stamp, engine: Engine): Command[] {
  const { flags, connects } = attach(spec, engine);
  const between = [...connects, ...copies(spec)];
  if (between.length === 0) return [creation(['run', '-d'], spec, stamp, engine, flags)];
  return [creation(['create'], spec, stamp, engine, flags), ...between, start(spec.name)];
}

/**
 * Makes a container without starting it.
 * @throws {Problem} when the engine is too old for what the service asks.
 */
export function create(spec: Spec, stamp: Stamp, engine: Engine): Command[] {
  const { flags, connects } = attach(spec, engine);
  return [creation(['create'], spec, stamp, engine, flags), ...connects, ...copies(spec)];
}

function creation(verb: string[], spec: Spec, stamp: Stamp, engine: Engine, networks: string[]): Command {
  refuseTooNew(spec, stamp, engine);
  const config = onShip(spec, stamp);
  const { image, entrypoint, command, environment } = config;
  const env = environment as Record<string, string>;
  const names = Object.keys(env);
  const argv = [
    ...verb,
    ...['--name', spec.name],
    ...say('labels', { ...config, labels: containerLabels(spec, stamp) }),
    ...PLAIN_KEYS.flatMap((key) => say(key, config)),
    // values stay out of argv, which everyone on the ship may read
    ...(names.length > 0 ? ['--env-file', '/dev/stdin'] : []),
    ...sorted(spec.links).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ...sorted(spec.hosts).flatMap(([name, address]) => ['--add-host', `${name}:${address}`]),
    ...networks,
    ...say('entrypoint', config),
    image,
    ...(entrypoint ?? []).slice(1),
    ...(command ?? []),
  ];
  return names.length > 0 ? { argv, env, masked: spec.masked.filter((name) => name in env) } : { argv };
}

/** Keys that a flag says and that have no place of their own in the line, in the table's order. */
const PLAIN_KEYS = (Object.keys(table) as Key[]).filter((key) => key !== 'labels' && key !== 'entrypoint');

function say<K extends Key>(key: K, config: Service): string[] {
  const value = config[key];
  return value === null || value === undefined ? [] : (table[key].flags?.(value) ?? []);
}

function sorted(map: Record<string, string>): [string, string][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

function refuseTooNew(spec: Spec, { ship }: Stamp, engine: Engine): void {
  if (spec.config.healthcheck?.start_interval === undefined || atLeast(engine, 25)) return;
  throw new Problem({
    what: `service ${spec.service} sets healthcheck.start_interval, which docker ${engine.version} does not know`,
    where: { ship },
    remedy: 'leave start_interval out, or use docker 25 or later there',
    exit: EXIT.failed,
  });
}
