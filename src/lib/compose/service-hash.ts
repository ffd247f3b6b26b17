import { createHash } from 'node:crypto';
import type { Service } from './types.ts';

/** What makes no other container: how many there are, when they start, where they run and where the image comes from. */
const UNHASHED: ReadonlySet<string> = new Set(['build', 'depends_on', 'profiles', 'pull_policy', 'scale', 'ships']);

/** SHA-256, in hex, of what a service's containers are made from. The order of a map says nothing. */
export function serviceHash(service: Service): string {
  const { replicas: _, ...deploy } = service.deploy ?? {};
  const hashed = Object.entries({ ...service, deploy }).filter(([key]) => !UNHASHED.has(key));
  return createHash('sha256')
    .update(JSON.stringify(inOrder(Object.fromEntries(hashed))))
    .digest('hex');
}

/** The same value with the keys of all its maps sorted. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
