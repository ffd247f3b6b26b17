import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** One usable line of a file of known hosts. */
export interface KnownHost {
  file: string;
  /** From 1. */
  line: number;
  marker?: 'revoked' | 'cert-authority';
  /** Patterns, or one hashed name. */
  hosts: string;
  /** `ssh-ed25519` and its like. */
  type: string;
  key: Buffer;
}

/** What the files of known hosts say of the key that a host offers. */
export type Verdict =
  | { is: 'known' }
  | { is: 'unknown'; authority?: KnownHost }
  | { is: 'changed'; known: KnownHost }
  | { is: 'revoked'; known: KnownHost };

const MARKERS: Record<string, 'revoked' | 'cert-authority'> = {
  '@revoked': 'revoked',
  '@cert-authority': 'cert-authority',
};

/** Reads a file of known hosts, sshd(8) SSH_KNOWN_HOSTS FILE FORMAT. Comments and lines that can't be read are left out. */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  return text.split('\n').flatMap((line, index) => {
    const words = line.trim().split(/[ \t]+/);
    const marked = words[0]?.startsWith('@') ? words.shift() : undefined;
    const marker = marked === undefined ? undefined : MARKERS[marked];
    const [hosts, type, base64] = words;
    if (!hosts || hosts.startsWith('#') || !type || !base64 || (marked && !marker)) return [];
    const key = Buffer.from(base64, 'base64');
    if (keyType(key) !== type) return [];
    return [{ file, line: index + 1, ...(marker && { marker }), hosts, type, key }];
  });
}

/** The type that a public key names in its first field; nothing for what is no public key. */
export function keyType(key: Buffer): string | undefined {
  const length = key.length > 4 ? key.readUInt32BE(0) : 0;
  return length > 0 && length < key.length - 4 ? key.toString('latin1', 4, 4 + length) : undefined;
}

/** The fingerprint that ssh shows: `SHA256:` and the hash in base64 without padding. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The names under which ssh looks a host up, the one that it would write first: `[host]:port`, then `host`. */
export function lookupNames(host: { hostname: string; port: number; hostKeyAlias?: string }): [string, ...string[]] {
  if (host.hostKeyAlias !== undefined) return [host.hostKeyAlias.toLowerCase()];
  const name = host.hostname.toLowerCase();
  return host.port === 22 ? [name] : [`[${name}]:${host.port}`, name];
}

/** Does the first field of a line name this host? One name, no port but as `[host]:port`. */
export function matchesHost(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return matchesHash(hosts, name);
  const patterns = hosts.toLowerCase().split(',');
  const [negative, positive] = [patterns.filter((p) => p.startsWith('!')), patterns.filter((p) => !p.startsWith('!'))];
  return positive.some((p) => matchesPattern(p, name)) && !negative.some((p) => matchesPattern(p.slice(1), name));
}

/** `|1|salt|hash`: HMAC-SHA1 of the name with the salt as its key, both in base64. */
function matchesHash(hosts: string, name: string): boolean {
  const [, version, salt, hash] = hosts.split('|');
  if (version !== '1' || !salt || !hash) return false;
  const wanted = Buffer.from(hash, 'base64');
  const found = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[^\w*?]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}

/**
 * Judges the key a host offers. As in ssh a key that stands under the bare name is good on any port, but only under the first of
 * `names` can it be a changed one. Unlike ssh, a key of another type than those known is a changed key: who stands in the middle
 * could otherwise offer just that.
 */
export function judge(known: readonly KnownHost[], names: readonly [string, ...string[]], key: Buffer): Verdict {
  const mine = known.filter((entry) => names.some((name) => matchesHost(entry.hosts, name)));
  const same = mine.filter((entry) => entry.key.equals(key));
  const revoked = same.find((entry) => entry.marker === 'revoked');
  if (revoked) return { is: 'revoked', known: revoked };
  if (same.some((entry) => entry.marker === undefined)) return { is: 'known' };
  const other = expected(known, names[0]);
  const changed = other.find((entry) => entry.type === keyType(key)) ?? other[0];
  if (changed) return { is: 'changed', known: changed };
  const authority = mine.find((entry) => entry.marker === 'cert-authority');
  return { is: 'unknown', ...(authority && { authority }) };
}

function expected(known: readonly KnownHost[], name: string): KnownHost[] {
  return known.filter((entry) => entry.marker === undefined && matchesHost(entry.hosts, name));
}

/** Host key algorithms, most wanted first; the SHA-1 one for ships that have nothing better. */
const ALGORITHMS = [
  { name: 'ssh-ed25519', type: 'ssh-ed25519' },
  { name: 'ecdsa-sha2-nistp256', type: 'ecdsa-sha2-nistp256' },
  { name: 'ecdsa-sha2-nistp384', type: 'ecdsa-sha2-nistp384' },
  { name: 'ecdsa-sha2-nistp521', type: 'ecdsa-sha2-nistp521' },
  { name: 'rsa-sha2-512', type: 'ssh-rsa' },
  { name: 'rsa-sha2-256', type: 'ssh-rsa' },
  { name: 'ssh-rsa', type: 'ssh-rsa' },
] as const;

/** The host key algorithms to ask for, those first for which a key of the host is known: any other would look changed. */
export function hostKeyAlgorithms(
  known: readonly KnownHost[],
  names: readonly string[],
): (typeof ALGORITHMS)[number]['name'][] {
  const entries = names.map((name) => expected(known, name)).find((found) => found.length > 0);
  const types = new Set(entries?.map((entry) => entry.type));
  const [first, rest] = [ALGORITHMS.filter((a) => types.has(a.type)), ALGORITHMS.filter((a) => !types.has(a.type))];
  return [...first, ...rest].map((algorithm) => algorithm.name);
}
