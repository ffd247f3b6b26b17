import { mkdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { download, unpack } from './apt.ts';

// What a ship is made of; apt adds everything these need, down to the C library.
const packages = [
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

/** Downloads the packages and unpacks them into `root`; `folder` is apt's. */
export async function unpackPackages(folder: string, root: string): Promise<void> {
  const archives = await download(folder, { packages });
  await layOut(root);
  // others unpack through the links that this one may replace
  const isFirst = (archive: string): boolean => basename(archive).startsWith('base-files_');
  await unpack(archives.filter(isFirst), root);
  await unpack(
    archives.filter((archive) => !isFirst(archive)),
    root,
  );
}

async function layOut(root: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(root, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(root, name));
  }
  for (const name of ['proc', 'sys', 'dev', 'run', 'mnt', 'tmp']) await mkdir(join(root, name));
}
