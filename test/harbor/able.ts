import { spawnSync } from 'node:child_process';

/** Whether real ships can be raised on this machine, and if not, why. */
export type Able = { ok: true } | { ok: false; reason: string };

const namespaces = ['--net', '--mount', '--pid', '--uts', '--ipc', '--propagation', 'private', '--fork'];

// Seen by the namespace alone, and gone with it.
const overlay = `
  mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir lower upper work root &&
  mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work overlay root`;

const needs: { reason: string; met: () => boolean }[] = [
  { reason: 'not Linux', met: () => process.platform === 'linux' },
  { reason: 'not root', met: () => process.getuid?.() === 0 },
  {
    reason: 'no apt-get and dpkg (not of the Debian family)',
    met: () => works('apt-get', '-v') && works('dpkg-deb', '--version'),
  },
  {
    reason: 'namespaces with an overlay file system may not be made here',
    met: () => works('unshare', ...namespaces, 'sh', '-c', overlay),
  },
];

/** Says whether `raise` can work here. */
export function canRaise(): Able {
  const unmet = needs.find((need) => !need.met());
  return unmet ? { ok: false, reason: unmet.reason } : { ok: true };
}

function works(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
