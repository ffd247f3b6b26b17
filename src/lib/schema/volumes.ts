import { posix } from 'node:path';
import { type Form, fields, listOf } from './form.ts';
import type { NormaliseContext } from './row.ts';
import { either, integer, text as textShape } from './shapes.ts';
import { bytes, flag, mapping, oneOf, text } from './simple.ts';
import type { VolumeMount } from './types.ts';
import { readVolume } from './volume-text.ts';

const mode: Form<number> = {
  shape: integer(0),
  merge: { kind: 'deep' },
  normalise: (value) => (value as number) || undefined,
};

const long = fields<VolumeMount>(
  {
    type: oneOf('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
    source: text,
    target: text,
    read_only: flag,
    consistency: text,
    bind: fields<NonNullable<VolumeMount['bind']>>(
      {
        selinux: oneOf('z', 'Z'),
        propagation: text,
        create_host_path: flag,
        recursive: oneOf('enabled', 'disabled', 'writable', 'readonly'),
      },
      'a map with propagation, create_host_path, recursive and selinux',
    ),
    volume: fields<NonNullable<VolumeMount['volume']>>(
      { labels: mapping, nocopy: flag, subpath: text },
      'a map with nocopy, subpath and labels',
    ),
    tmpfs: fields<NonNullable<VolumeMount['tmpfs']>>({ size: bytes, mode }, 'a map with size and mode'),
    image: fields<NonNullable<VolumeMount['image']>>({ subpath: text }, 'a map with subpath'),
  },
  'a map with type, source and target',
  ['type', 'target'],
);

const howTo = 'write [SOURCE:]TARGET[:ro], as in "data:/var/lib/data"';

function normaliseMount(value: unknown, context: NormaliseContext): VolumeMount {
  const { type, source, target, ...rest } =
    typeof value === 'string'
      ? readVolume(value, (what) => context.fail([], what, howTo))
      : (long.normalise(value, context) as VolumeMount);
  if (target === undefined) context.fail([], 'a volume needs a target', howTo);
  if (type === 'bind' && source === undefined) {
    context.fail([], 'a bind needs a source', 'name a folder or a file under source');
  }
  const from = type === 'bind' ? context.absolute(['source'], source as string) : source;
  return {
    type,
    ...(from !== undefined && { source: from }),
    target: posix.normalize(target).replace(/(.)\/$/, '$1'),
    ...rest,
  };
}

/** Short and long forms to the long one; what mounts at the same target later takes the earlier one's place. */
export const volumes: Form<VolumeMount[]> = listOf(
  {
    shape: either('a volume, [SOURCE:]TARGET[:ro] or a map', textShape, long.shape),
    merge: long.merge,
    normalise: normaliseMount,
  },
  'a list of volumes',
  { last: ({ target }) => target },
);
