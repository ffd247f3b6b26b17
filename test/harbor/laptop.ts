import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './run.ts';
import type { Ship } from './state.ts';

/** What a web server said. */
export interface Answer {
  status: number;
  text: string;
}

/** Where the laptop's things are inside a harbor's folder. */
export function laptopPaths(folder: string): Record<'home' | 'bin' | 'key' | 'sshConfig' | 'knownHosts', string> {
  const home = join(folder, 'home');
  const ssh = join(home, '.ssh');
  return {
    bin: join(folder, 'bin'),
    home,
    key: join(ssh, 'id_ed25519'),
    sshConfig: join(ssh, 'config'),
    knownHosts: join(ssh, 'known_hosts'),
  };
}

/** Gives the laptop a home with a key that all ships let in. */
export function furnish(folder: string, root: string): void {
  const { home, bin, key, sshConfig, knownHosts } = laptopPaths(folder);
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
  mkdirSync(bin);
  if (spawnSync('ssh', ['-V']).error) writeProgram(folder, 'ssh', borrowed(root, 'ssh'));
}

/** Puts a program of one shell line on the laptop's PATH. */
export function writeProgram(folder: string, name: string, line: string): void {
  writeFileSync(join(laptopPaths(folder).bin, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
}

// A program of the ships' Debian, with the libraries from there, on a host that has none of that name.
function borrowed(root: string, name: string): string {
  const libraries = `${root}/usr/lib/*-linux-gnu`;
  return `exec ${libraries}/ld-linux*.so.* --argv0 ${name} --library-path ${libraries} ${root}/usr/bin/${name} "$@"`;
}

/** Asks a web server from the laptop's network. */
export async function get(url: string, onSea: (argv: readonly string[]) => string[]): Promise<Answer> {
  const program = `fetch(process.argv[1], { signal: AbortSignal.timeout(10_000) }).then(async (answer) =>
    console.log(JSON.stringify({ status: answer.status, text: await answer.text() })))`;
  return JSON.parse(await must(onSea([process.execPath, '-e', program, url])));
}

/** Makes the laptop know the host key of every ship, under its address and that of its delayed twin. */
export function writeKnownHosts(folder: string, ships: Ship[]): void {
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
  const { home, bin } = laptopPaths(folder);
  return { ...Object.fromEntries(inherited), HOME: home, PATH: `${bin}:${process.env.PATH}` };
}
