import { createHash } from 'node:crypto';
import { type Key, type Service, table } from '../schema/index.ts';
import type { Spec } from './types.ts';

const HASHED = (Object.keys(table) as Key[]).filter((key) => table[key].hashed);

/**
 * What tells one container from another: SHA-256, in hex, of the keys of the service that count, the links, the hosts,
 * the name and what is given to it of the laptop. The order of a map says nothing, that of a list does. The number of a
 * peer's replicas (`redis_ips`) stays out, lest all that link to it be made anew when it grows.
 */
export function hashSpec(spec: Omit<Spec, 'hash'>, hashed: readonly Key[] = HASHED): string {
  const links = Object.fromEntries(Object.entries(spec.links).filter(([name]) => !name.endsWith('_ips')));
  return createHash('sha256')
    .update(
      canonical({
        config: countedIn(spec.config, hashed),
        links,
        hosts: spec.hosts,
        name: spec.name,
        files: hashedFiles(spec),
      }),
    )
    .digest('hex');
}

/** What of a service makes another container when it differs. */
export function countedIn(config: Service, hashed: readonly Key[] = HASHED): Record<string, unknown> {
  return Object.fromEntries(hashed.map((key) => [key, config[key]]));
}

function hashedFiles({ files }: Pick<Spec, 'files'>) {
  return files?.map(({ by, target, digest, access }) => ({ by, target, digest, access }));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const members = entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${members.sort().join(',')}}`;
}
