import { parseDuration } from './duration.ts';
import { quoteAll } from './quote.ts';
import type { Healthcheck, Port, Service, VolumeMount } from './types.ts';

/**
 * The words of `docker run` and `docker create` that say a key of a service, in the order in which they are written.
 * Not here, because more than the value decides: networks (engines differ), environment (goes by standard input),
 * links, image and command.
 */
export const flags: { [K in keyof Service]?: (value: NonNullable<Service[K]>) => string[] } = {
  hostname: (name) => ['--hostname', name],
  user: (user) => ['--user', user],
  working_dir: (directory) => ['--workdir', directory],
  restart: (policy) => ['--restart', policy],
  stop_signal: (signal) => ['--stop-signal', signal],
  stop_grace_period: (duration) => ['--stop-timeout', String(wholeSeconds(duration))],
  healthcheck: healthcheckFlags,
  ports: (ports) => ports.flatMap((port) => ['-p', publish(port)]),
  expose: (ports) => ports.flatMap((port) => ['--expose', port]),
  volumes: (volumes) => volumes.flatMap(mount),
  labels: (labels) => Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
  // the other words of an entrypoint go before the command
  entrypoint: ([first = '']) => ['--entrypoint', first],
};

function publish({ host_ip, published, target, protocol }: Port): string {
  const ip = host_ip?.includes(':') ? `[${host_ip}]` : host_ip;
  const inside = protocol === 'tcp' ? `${target}` : `${target}/${protocol}`;
  if (ip) return `${ip}:${published ?? ''}:${inside}`;
  return published === undefined ? inside : `${published}:${inside}`;
}

/** A bind goes by `-v`, which makes the path on the ship where there is none, as Compose's short form does. */
function mount({ type, source, target, read_only }: VolumeMount): string[] {
  const bind = type === 'bind';
  if (bind && !`${source}${target}`.includes(':')) return ['-v', `${source}:${target}${read_only ? ':ro' : ''}`];
  const fields = [`type=${type}`, ...(source ? [`src=${source}`] : []), `dst=${target}`];
  return ['--mount', [...fields, ...(read_only ? ['readonly'] : [])].map(csvField).join(',')];
}

/** `--mount` is read as one line of CSV (RFC 4180). */
function csvField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function healthcheckFlags({ test = [], disable, ...rest }: Healthcheck): string[] {
  const [form, ...words] = test;
  if (disable || form === 'NONE') return ['--no-healthcheck'];
  // docker's client hands every health command to a shell
  const command = form === 'CMD' ? quoteAll(words) : words[0];
  const said: [string, string | number | undefined][] = [
    ['--health-cmd', command],
    ['--health-interval', rest.interval],
    ['--health-timeout', rest.timeout],
    ['--health-retries', rest.retries],
    ['--health-start-period', rest.start_period],
    ['--health-start-interval', rest.start_interval],
  ];
  return said.flatMap(([flag, value]) => (value === undefined ? [] : [flag, String(value)]));
}

/**
 * A duration in Compose's form (`1m30s`, `500ms`) in whole seconds, rounded up: docker takes no parts of one.
 * Throws a RangeError for what is none.
 */
export function wholeSeconds(duration: string): number {
  return Math.ceil(parseDuration(duration) / 1000);
}
