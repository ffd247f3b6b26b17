import { posix } from 'node:path';
import type { NormaliseContext } from './row.ts';
import type { VolumeMount } from './types.ts';
import { readBoolean } from './values.ts';

type Fail = (what: string, remedy?: string) => never;

const howTo = 'write [SOURCE:]TARGET[:ro], as in "data:/var/lib/data"';

/** Short and long forms to Compose's long form; what mounts at the same target later takes the earlier one's place. */
export function normaliseVolumes(value: unknown, { fail, from }: NormaliseContext): VolumeMount[] {
  const mounts = new Map<string, { mount: VolumeMount; written: number }>();
  for (const [written, item] of (value as unknown[]).entries()) {
    const failHere: Fail = (what, remedy) => fail([written], what, remedy);
    const mount = typeof item === 'object' ? (item as VolumeMount) : readShort(String(item), failHere);
    const checked = check(mount, failHere);
    mounts.set(checked.target, { mount: checked, written });
  }
  const all = [...mounts.values()];
  for (const [index, { written }] of all.entries()) from([index], [written]);
  return all.map(({ mount }) => mount);
}

function readShort(written: string, fail: Fail): VolumeMount {
  const parts = written.split(':');
  const [source, target, mode = 'rw'] = parts.length === 1 ? [undefined, written] : parts;
  if (parts.length > 3 || parts.includes('') || target === undefined) fail(`"${written}" is not a volume`, howTo);
  const read_only = readMode(mode, fail);
  if (source === undefined) return { type: 'volume', target, ...(read_only && { read_only }) };
  return { type: /^[./~]/.test(source) ? 'bind' : 'volume', source, target, ...(read_only && { read_only }) };
}

function readMode(mode: string, fail: Fail): boolean {
  const options = mode.split(',');
  const other = options.find((option) => option !== 'ro' && option !== 'rw');
  if (other !== undefined) fail(`the option "${other}" is not supported yet`, 'write ro or rw');
  return options.includes('ro');
}

function check({ type, source, target, read_only }: VolumeMount, fail: Fail): VolumeMount {
  if (!target.startsWith('/')) fail(`the target "${target}" is not an absolute path in the container`, howTo);
  if (type === 'bind') checkBind(source, fail);
  if (type === 'volume' && source !== undefined && !/^[a-zA-Z0-9][\w.-]*$/.test(source)) {
    fail(`"${source}" is not a name of a volume`, 'use letters, digits, dots, dashes and underscores');
  }
  const from = source === undefined ? {} : { source };
  return {
    type,
    ...from,
    target: posix.normalize(target).replace(/(.)\/$/, '$1'),
    ...(readBoolean(read_only) && { read_only: true }),
  };
}

function checkBind(source: string | undefined, fail: Fail): void {
  if (source === undefined) fail('a bind needs a source', 'name an absolute path of the ship under source');
  if (source.startsWith('/')) return;
  const where = source.startsWith('~') ? 'in a home folder of this machine' : 'relative to a folder of this machine';
  fail(
    `the source "${source}" is ${where}, and containers run on ships`,
    'write an absolute path of the ship, or use a named volume',
  );
}
