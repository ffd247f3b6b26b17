import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import type { ProblemParts } from '../problem.ts';
import type { SshConfig } from './config.ts';
import { fingerprint, type KnownHost, keyType, lookupNames, parseKnownHosts, type Verdict } from './known-hosts.ts';
import { list, paste } from './words.ts';

/** Reads all files of known hosts; one that is not there holds nothing. */
export async function readKnownHosts(config: SshConfig): Promise<KnownHost[]> {
  const files = [...config.userKnownHosts, ...config.globalKnownHosts];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return files.flatMap((file, index) => parseKnownHosts(texts[index] ?? '', file));
}

/**
 * Appends a host's key to the person's first file of known hosts (0600, its folder 0700, where they are new) and says where;
 * nothing where the configuration names no such file.
 */
export async function rememberHostKey(config: SshConfig, key: Buffer): Promise<string | undefined> {
  const [file] = config.userKnownHosts;
  if (file !== undefined)
    await writing(() => append(file, `${lookupNames(config)[0]} ${keyType(key)} ${key.toString('base64')}`));
  return file;
}

/** Ships of one host may come at once: one writer at a time, so that each sees what the last one wrote. */
const writing = pLimit(1);

async function append(file: string, line: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.split('\n').includes(line)) return;
  await appendFile(file, `${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`, { mode: 0o600 });
}

/** What to say of a host key that is refused; `ssh` is the command that reaches the same host. */
export function hostKeyRefusal(
  verdict: Exclude<Verdict, { is: 'known' }>,
  key: Buffer,
  config: SshConfig,
  ssh: string,
): ProblemParts {
  const name = lookupNames(config)[0];
  const offered = `${keyType(key)} ${fingerprint(key)}`;
  switch (verdict.is) {
    case 'unknown':
      return {
        what: `the host key of ${name} is not known: ${offered}`,
        why: unknownWhy(verdict.authority, name, config),
        remedy: `compare the fingerprint with the ship's own (\`ssh-keygen -lf\` on its /etc/ssh/ssh_host_*_key.pub), then accept it with --accept-new-host-keys, or with \`${ssh}\``,
      };
    case 'changed':
      return {
        what: `the host key of ${name} has changed: ${offered}`,
        why: `${at(verdict.known)} knows ${verdict.known.type} ${fingerprint(verdict.known.key)}; the ship was installed anew, or someone stands between`,
        remedy: `if you know why it changed: \`${paste('ssh-keygen', '-R', name, '-f', verdict.known.file)}\`, then accept the new key`,
      };
    case 'revoked':
      return {
        what: `the host key of ${name} is revoked: ${offered}`,
        why: `${at(verdict.known)} revokes it`,
        remedy: 'give the ship a new host key; whoever holds the revoked one can pass for the ship',
      };
  }
}

function unknownWhy(authority: KnownHost | undefined, name: string, config: SshConfig): string {
  if (authority)
    return `${at(authority)} names a certificate authority for it, and host certificates can't be checked here`;
  const files = [...config.userKnownHosts, ...config.globalKnownHosts];
  return files.length === 0 ? 'the ssh configuration names no file of known hosts' : `${name} is not in ${list(files)}`;
}

function at(entry: KnownHost): string {
  return `${entry.file}:${entry.line}`;
}
