import type { VolumeMount } from './types.ts';

const propagations = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/** `[SOURCE:]TARGET[:OPTIONS]` as Compose reads it, which lets unknown options pass. */
export function readVolume(written: string, fail: (what: string) => never): VolumeMount {
  const parts = splitParts(written);
  if (parts.length > 4 || parts.includes('')) fail(`"${written}" is not a volume`);
  const [source, target = source, options = ''] = parts as [string, ...string[]];
  // so short a text is not looked at any closer
  if (written.length < 3) return { type: 'volume', target: written };
  const named = parts.length > 1 ? { source } : {};
  const said = options.split(',');
  const isBind = 'source' in named && /^([./~]|\\\\|[a-z]:)/i.test(source);
  const bind = { ...bindOptions(said), ...(isBind && { create_host_path: true }) };
  const volume = { ...(said.includes('nocopy') && { nocopy: true }) };
  return {
    type: isBind ? 'bind' : 'volume',
    ...named,
    target,
    ...(isReadOnly(said) && { read_only: true }),
    ...(Object.keys(bind).length > 0 && { bind }),
    ...((!isBind || volume.nocopy) && { volume }),
  };
}

/** At colons, but not at one after a single letter: that is a drive of Windows to Compose. */
function splitParts(written: string): string[] {
  const parts: string[] = [];
  let drive: string | undefined;
  for (const part of written.split(':')) {
    const whole = drive === undefined ? part : `${drive}:${part}`;
    drive = drive === undefined && /^[a-z]$/i.test(part) ? part : undefined;
    if (drive === undefined) parts.push(whole);
  }
  return drive === undefined ? parts : [...parts, drive];
}

/** The last of ro and rw counts. */
function isReadOnly(options: string[]): boolean {
  return options.findLast((option) => option === 'ro' || option === 'rw') === 'ro';
}

function bindOptions(options: string[]): VolumeMount['bind'] {
  const selinux = options.findLast((option): option is 'z' | 'Z' => option === 'z' || option === 'Z');
  const propagation = options.findLast((option) => propagations.includes(option));
  return { ...(selinux && { selinux }), ...(propagation && { propagation }) };
}
