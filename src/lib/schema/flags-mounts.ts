import type { VolumeMount } from './types.ts';

/**
 * The words that mount one thing. Named volumes and binds go by `-v`, as Compose has it, which makes a bind's path on the
 * ship where there is none; by `--mount` goes what `-v` can't say, and as in Compose a bind's propagation.
 */
export function mountWords(mount: VolumeMount): string[] {
  return isShort(mount) ? ['-v', short(mount)] : ['--mount', long(mount).map(csvField).join(',')];
}

function isShort({ type, source, target, bind, volume = {} }: VolumeMount): boolean {
  if (source === undefined || `${source}${target}`.includes(':')) return false;
  if (type === 'volume') return !volume.nocopy && !volume.subpath && Object.keys(volume.labels ?? {}).length === 0;
  const { create_host_path = false, recursive = 'enabled', propagation, selinux } = bind ?? { create_host_path: true };
  // --mount knows no labels of SELinux
  return type === 'bind' && create_host_path && recursive === 'enabled' && (!propagation || selinux !== undefined);
}

function short({ source, target, read_only, bind = {} }: VolumeMount): string {
  const options = [read_only ? 'ro' : 'rw', bind.selinux, bind.propagation].filter(Boolean);
  return `${source}:${target}:${options.join(',')}`;
}

function long({ type, source, target, read_only, consistency, ...options }: VolumeMount): string[] {
  const { bind = {}, volume = {}, tmpfs = {}, image = {} } = options;
  return [
    `type=${type}`,
    ...said('src', source),
    `dst=${target}`,
    ...(read_only ? ['readonly'] : []),
    ...said('consistency', consistency),
    ...said('bind-propagation', bind.propagation),
    ...recursion(bind.recursive),
    ...(volume.nocopy ? ['volume-nocopy'] : []),
    ...said('volume-subpath', volume.subpath),
    ...Object.entries(volume.labels ?? {}).map(([name, value]) => `volume-label=${name}=${value}`),
    ...said('tmpfs-size', tmpfs.size),
    ...said('tmpfs-mode', tmpfs.mode?.toString(8)),
    ...said('image-subpath', image.subpath),
  ];
}

/** `disabled` as engines before 25 know it too; `enabled` is what they do by themselves. */
function recursion(recursive: NonNullable<VolumeMount['bind']>['recursive']): string[] {
  if (recursive === 'disabled') return ['bind-nonrecursive'];
  return recursive === undefined || recursive === 'enabled' ? [] : [`bind-recursive=${recursive}`];
}

function said(name: string, value: string | undefined): string[] {
  return value ? [`${name}=${value}`] : [];
}

/** `--mount` and `--gpus` are read as one line of CSV (RFC 4180). */
export function csvField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
