import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether real ships can be raised on this machine, and if not, why. */
export type Able = { ok: true } | { ok: false; reason: string };

const needs: { reason: string; met: () => boolean }[] = [
  { reason: 'not Linux', met: () => process.platform === 'linux' },
  { reason: 'not root', met: () => process.getuid?.() === 0 },
  {
    reason: 'no apt-get and dpkg (not of the Debian family)',
    met: () => works('apt-get', '-v') && works('dpkg-deb', '--version'),
  },
  { reason: 'no overlay file system', met: () => /\boverlay$/m.test(readFileSync('/proc/filesystems', 'utf8')) },
  {
    reason: 'no namespaces may be made',
    met: () => works('unshare', '--net', '--mount', '--pid', '--uts', '--ipc', '--fork', 'true'),
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
