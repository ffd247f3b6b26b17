import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harbor } from '../harbor/index.ts';
import type { Laptop } from './laptop.ts';

/** An SSH configuration that is the test's own: as the harbor's, with a file of known hosts that knows nobody yet. */
export function ownSsh(harbor: Harbor, laptop: Laptop, hosts = ''): { sshConfig: string; knownHosts: string } {
  const [sshConfig, knownHosts] = [join(laptop.folder, 'ssh_config'), join(laptop.folder, 'known_hosts')];
  const config = readFileSync(harbor.sshConfig, 'utf8');
  writeFileSync(sshConfig, `${config.replace(/UserKnownHostsFile .*/, `UserKnownHostsFile ${knownHosts}`)}${hosts}`);
  writeFileSync(knownHosts, '');
  return { sshConfig, knownHosts };
}

/** The fingerprint of a public key as OpenSSH shows it. */
export function fingerprint(publicKey: string): string {
  const key = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
