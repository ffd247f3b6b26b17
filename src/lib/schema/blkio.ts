import { type Form, fields, listOf } from './form.ts';
import type { NormaliseContext } from './row.ts';
import { bytes, text, whole } from './simple.ts';
import type { BlkioConfig, ThrottleDevice } from './types.ts';

const limit = fields<{ path: string; rate: string }>({ path: text, rate: bytes }, 'a map with path and rate');
const weight = fields<{ path: string; weight: number }>(
  { path: text, weight: whole(0, 1000) },
  'a map with path and weight',
);

/** Compose prints the keys of these maps in capitals, and all of them. */
function renamed<T, U>(form: Form<T>, rename: (said: Partial<T>) => U): Form<U> {
  const normalise = (value: unknown, context: NormaliseContext) => rename(form.normalise(value, context) ?? {});
  return { shape: form.shape, merge: form.merge, normalise };
}

const limits: Form<ThrottleDevice[]> = listOf(
  renamed(limit, ({ path = '', rate = '0' }) => ({ Path: path, Rate: rate })),
  'a list of maps with path and rate',
);

export const blkioConfig: Form<BlkioConfig> = fields<BlkioConfig>(
  {
    weight: whole(0, 1000),
    weight_device: listOf(
      renamed(weight, ({ path = '', weight: said = 0 }) => ({ Path: path, Weight: said })),
      'a list of maps with path and weight',
    ),
    device_read_bps: limits,
    device_read_iops: limits,
    device_write_bps: limits,
    device_write_iops: limits,
  },
  'a map with weight, device_read_bps and the like',
);
