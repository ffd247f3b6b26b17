import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { must } from './run.ts';

/** What a ship is made of; apt adds everything these need, down to the C library. */
export const packages = [
  'base-files',
  'base-passwd',
  'coreutils',
  'debianutils',
  'diffutils',
  'findutils',
  'grep',
  'gzip',
  'hostname',
  'libc-bin',
  'login',
  'mawk',
  'mount',
  'ncurses-base',
  'ncurses-bin',
  'procps',
  'sed',
  'tar',
  'util-linux',
  'docker.io',
  'openssh-server',
  'openssh-client',
  'iproute2',
  'iptables',
  'tini',
  'dash',
  'bash',
  'tcsh',
  'fish',
  'busybox-static',
  'redis-server',
  'redis-tools',
  'python3-flask',
  'python3-redis',
];

/** Downloads the packages with lists, state and cache of its own, and unpacks them into `root`. The host's stay as they are. */
export async function unpackPackages(folder: string, root: string): Promise<void> {
  const archives = await download(folder);
  await layOut(root);
  const isFirst = (archive: string): boolean => basename(archive).startsWith('base-files_');
  await unpack(archives.filter(isFirst), root);
  await unpack(
    archives.filter((archive) => !isFirst(archive)),
    root,
  );
}

async function download(folder: string): Promise<string[]> {
  const cache = join(folder, 'cache');
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(cache, 'archives/partial'), { recursive: true });
  await writeFile(join(folder, 'status'), '');
  const config = join(folder, 'apt.conf');
  await writeFile(config, await aptConfig(folder, cache));
  const env = { ...process.env, APT_CONFIG: config, DEBIAN_FRONTEND: 'noninteractive' };
  await must(['apt-get', '-q', 'update'], { env });
  await must(['apt-get', '-q', '-y', 'install', '--download-only', ...packages], { env });
  const files = await readdir(join(cache, 'archives'));
  return files.filter((file) => file.endsWith('.deb')).map((file) => join(cache, 'archives', file));
}

// The host says where packages come from and through which proxy; nothing else of its configuration, least of all its hooks.
async function aptConfig(folder: string, cache: string): Promise<string> {
  const host = await must(['apt-config', 'dump']);
  return [
    ...host.split('\n').filter((line) => line.startsWith('Acquire::')),
    `Dir::State "${folder}";`,
    `Dir::State::Lists "${folder}/lists";`,
    `Dir::State::Status "${folder}/status";`,
    `Dir::Cache "${cache}";`,
    'Dir::Etc::Main "/dev/null";',
    'Dir::Etc::Parts "/dev/null";',
    'APT::Sandbox::User "root";',
    'APT::Install-Recommends "false";',
    'Acquire::Languages "none";',
    '',
  ].join('\n');
}

async function layOut(root: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(root, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(root, name));
  }
  for (const name of ['proc', 'sys', 'dev', 'run', 'mnt', 'tmp']) await mkdir(join(root, name));
}

// Several at once; so what may replace the links that others unpack through comes before them.
async function unpack(archives: string[], root: string): Promise<void> {
  const unneeded = ['doc', 'man', 'locale', 'info'].map((name) => `--exclude=./usr/share/${name}`).join(' ');
  const pipeline = `dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink ${unneeded} -C "$0"`;
  const workers = String(availableParallelism());
  await must(['xargs', '-0', '-P', workers, '-n', '1', 'sh', '-c', pipeline, root], { input: archives.join('\0') });
}
