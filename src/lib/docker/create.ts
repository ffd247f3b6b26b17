import { flags, type Service } from '../schema/index.ts';
import { start } from './commands.ts';
import { partEnvironment } from './environment.ts';
import { copies, onShip } from './files.ts';
import { containerLabels } from './labels.ts';
import { attach } from './networks.ts';
import type { Engine } from './observed.ts';
import type { Command, Spec, Stamp } from './types.ts';

/** Makes a container and starts it: one `docker run -d`, or create and start where networks or files come between. */
export function run(spec: Spec, stamp: Stamp, engine: Engine): Command[] {
  const { flags: networks, connects } = attach(spec, engine);
  const between = [...connects, ...copies(spec, stamp)];
  if (between.length === 0) return [creation(['run', '-d'], spec, stamp, networks)];
  return [creation(['create'], spec, stamp, networks), ...between, start(spec.name)];
}

/** Makes a container without starting it. */
export function create(spec: Spec, stamp: Stamp, engine: Engine): Command[] {
  const { flags: networks, connects } = attach(spec, engine);
  return [creation(['create'], spec, stamp, networks), ...connects, ...copies(spec, stamp)];
}

function creation(verb: string[], spec: Spec, stamp: Stamp, networks: string[]): Command {
  const config = onShip(spec, stamp);
  const { image, entrypoint, command, environment, extra_hosts = [], pull_policy } = config;
  const { env, exported } = partEnvironment(environment);
  const names = [...Object.keys(env), ...Object.keys(exported)];
  const argv = [
    ...verb,
    ...['--name', spec.name],
    ...(spec.oneoff?.remove ? ['--rm'] : []),
    // docker would fetch an image that is not there
    ...(pull_policy === 'never' ? ['--pull', 'never'] : []),
    ...say('labels', { ...config, labels: containerLabels(spec, stamp) }),
    ...PLAIN_KEYS.flatMap((key) => say(key, config)),
    // values stay out of argv, which everyone on the ship may read
    ...(Object.keys(env).length > 0 ? ['--env-file', '/dev/stdin'] : []),
    ...Object.keys(exported).flatMap((name) => ['-e', name]),
    ...sorted(spec.links).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ...[...hosts(spec), ...extra_hosts.map((host) => host.replace('=', ':'))].flatMap((host) => ['--add-host', host]),
    ...networks,
    ...say('entrypoint', config),
    ...(spec.oneoff?.flags ?? []),
    image,
    ...(entrypoint ?? []).slice(1),
    ...(command ?? []),
  ];
  if (names.length === 0) return { argv };
  return {
    argv,
    env,
    ...(Object.keys(exported).length > 0 && { exported }),
    masked: spec.masked.filter((name) => names.includes(name)),
  };
}

/** Keys that a flag says and that have no place of their own in the line. */
const PLAIN_KEYS = (Object.keys(flags) as (keyof Service)[]).filter((key) => key !== 'labels' && key !== 'entrypoint');

function say<K extends keyof Service>(key: K, config: Service): string[] {
  const value = config[key];
  return value === null || value === undefined ? [] : (flags[key]?.words?.(value) ?? []);
}

/** Services on other ships, but for names that `extra_hosts` gives itself. */
function hosts({ hosts: remote, config: { extra_hosts = [] } }: Spec): string[] {
  const said = new Set(extra_hosts.map((host) => host.split('=')[0]));
  return sorted(remote).flatMap(([name, address]) => (said.has(name) ? [] : [`${name}:${address}`]));
}

function sorted(map: Record<string, string>): [string, string][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
