import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ship, State } from './state.ts';

/** Where the laptop's things are inside a harbor's folder. */
export function laptopPaths(folder: string): { home: string; key: string; sshConfig: string; knownHosts: string } {
  const home = join(folder, 'home');
  const ssh = join(home, '.ssh');
  return { home, key: join(ssh, 'id_ed25519'), sshConfig: join(ssh, 'config'), knownHosts: join(ssh, 'known_hosts') };
}

/** Gives the laptop a home with a key that all ships let in. */
export function furnish({ folder, root }: { folder: string; root: string }): void {
  const { home, key, sshConfig, knownHosts } = laptopPaths(folder);
  mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  copyFileSync(join(root, 'etc/ssh/laptop'), key);
  copyFileSync(join(root, 'etc/ssh/laptop.pub'), `${key}.pub`);
  const options = [
    'User root',
    `IdentityFile ${key}`,
    'IdentitiesOnly yes',
    'IdentityAgent none',
    `UserKnownHostsFile ${knownHosts}`,
  ];
  writeFileSync(sshConfig, ['Host *', ...options.map((option) => `  ${option}`), ''].join('\n'));
  writeFileSync(knownHosts, '');
}

/** Makes the laptop know the host key of every ship, under its address and that of its delayed twin. */
export function writeKnownHosts({ folder, ships }: State): void {
  const lines = ships.map((ship) => `${ship.address},${delayedAddress(ship)} ${ship.hostKey}\n`);
  writeFileSync(laptopPaths(folder).knownHosts, lines.join(''));
}

/** The address in the sea behind which a delay proxy leads to the ship. */
export function delayedAddress({ address }: Pick<Ship, 'address'>): string {
  return address.replace(/\d+$/, (number) => String(Number(number) + 100));
}

/** The environment of programs on the laptop: its own home, no agent, nobody's Docker or Compose settings. */
export function laptopEnv(folder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(DOCKER_|COMPOSE_|SSH_)/.test(name));
  return { ...Object.fromEntries(inherited), HOME: laptopPaths(folder).home };
}
