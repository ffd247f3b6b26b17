import ssh2 from 'ssh2';
import type { ProblemParts } from '../problem.ts';
import type { SshConfig } from './config.ts';
import { type KeyFile, readKeyFile } from './key-file.ts';
import { fingerprint } from './known-hosts.ts';
import { list, paste } from './words.ts';

/** One key to try, and what to call it when it is refused. */
export interface Offer {
  label: string;
  auth: ssh2.AnyAuthMethod;
}

/** All keys there are for one host, in the order in which they are offered, and what was there but can't be used. */
export interface Keys {
  offers: Offer[];
  /** Files whose key is encrypted and not in the agent. */
  encrypted: string[];
  fido: string[];
  unreadable: string[];
  /** What became of the agent. */
  agent: 'none' | 'silent' | 'empty' | 'unused' | 'used';
}

/** Gathers keys in ssh's order: those of the configuration that the agent holds, its others, then those that are only in files. */
export async function gatherKeys(config: SshConfig, timeoutMs: number): Promise<Keys> {
  const [read, held] = await Promise.all([
    Promise.all(config.identityFiles.map(readKeyFile)),
    config.agent === undefined ? [] : agentKeys(config.agent, timeoutMs),
  ]);
  const files = read.filter((file) => file !== undefined);
  const named = files.flatMap((file) => held?.find((key) => publicKey(file)?.equals(key.getPublicSSH())) ?? []);
  const others = config.identitiesOnly ? [] : (held ?? []).filter((key) => !named.includes(key));
  const offered = [...new Set([...named, ...others])];
  const alone = files.filter((file) => !named.some((key) => publicKey(file)?.equals(key.getPublicSSH())));
  const paths = (is: KeyFile['is']) => alone.filter((file) => file.is === is).map((file) => file.path);
  return {
    offers: [
      ...offered.map((key) => agentOffer(config, key)),
      ...alone.flatMap((file) => (file.is === 'private' ? [fileOffer(config, file.path, file.key)] : [])),
    ],
    encrypted: paths('encrypted'),
    fido: paths('fido'),
    unreadable: paths('unreadable'),
    agent: agentState(config, held, offered.length),
  };
}

function publicKey(file: KeyFile): Buffer | undefined {
  return file.is === 'private' ? file.key.getPublicSSH() : file.publicKey;
}

function agentState(config: SshConfig, held: ssh2.ParsedKey[] | undefined, offered: number): Keys['agent'] {
  if (config.agent === undefined) return 'none';
  if (held === undefined) return 'silent';
  if (held.length === 0) return 'empty';
  return offered > 0 ? 'used' : 'unused';
}

function fileOffer(config: SshConfig, path: string, key: ssh2.ParsedKey): Offer {
  return { label: path, auth: { type: 'publickey', username: config.user, key } };
}

/** One key a method, so that what was tried can be told: this agent holds that key alone. */
function agentOffer(config: SshConfig, key: ssh2.ParsedKey): Offer {
  const agent = Object.assign(ssh2.createAgent(config.agent ?? ''), {
    getIdentities: (done: ssh2.IdentityCallback) => done(undefined, [key]),
  });
  const comment = key.comment ? ` (${key.comment})` : '';
  return {
    label: `${fingerprint(key.getPublicSSH())}${comment} of the agent`,
    auth: { type: 'agent', username: config.user, agent },
  };
}

/** The keys an agent holds of the kinds that ssh2 knows; nothing where it does not answer in time. */
function agentKeys(socket: string, timeoutMs: number): Promise<ssh2.ParsedKey[] | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    ssh2.createAgent(socket).getIdentities((error, keys) => {
      clearTimeout(timer);
      resolve(error ? undefined : (keys as ssh2.ParsedKey[]));
    });
  });
}

/** What to say where there is no key to offer. */
export function noKeys(keys: Keys, config: SshConfig): ProblemParts {
  return {
    what: `there is no key to offer to ${config.user}@${config.hostname}`,
    why: list([...unusable(keys), ...AGENT[keys.agent], ...absent(keys, config)]),
    remedy: keyRemedy(keys),
  };
}

const AGENT: Record<Keys['agent'], string[]> = {
  none: ['no agent is running'],
  silent: ['the agent does not answer'],
  empty: ['the agent holds no key'],
  unused: ['the agent holds none of the keys that IdentitiesOnly allows'],
  used: [],
};

function absent(keys: Keys, config: SshConfig): string[] {
  const seen = [...keys.encrypted, ...keys.fido, ...keys.unreadable];
  const missing = config.identityFiles.filter((path) => !seen.includes(path));
  return missing.length === 0 ? [] : [`no private key is in ${missing.join(' or ')}`];
}

/** What was there but can't be used, one clause each. */
export function unusable(keys: Keys): string[] {
  return [
    ...keys.encrypted.map((path) => `${path} is encrypted`),
    ...keys.fido.map((path) => `${path} is a FIDO key, which can't be used here`),
    ...keys.unreadable.map((path) => `${path} holds no key that can be read`),
  ];
}

/** What to do for a key that works: unlock the one there is, else make one. */
export function keyRemedy(keys: Keys): string {
  const [locked] = keys.encrypted;
  if (locked === undefined)
    return 'make a key without FIDO with `ssh-keygen -t ed25519`, and put it on the ship with `ssh-copy-id`';
  const start = keys.agent === 'none' || keys.agent === 'silent' ? '`eval "$(ssh-agent)"`, then ' : '';
  return `${start}\`${paste('ssh-add', locked)}\``;
}
