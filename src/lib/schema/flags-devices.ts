import { csvField } from './flags-mounts.ts';
import type { BlkioConfig, DeviceMapping, DeviceRequest } from './types.ts';

/** A device of the ship; one by its CDI name, `vendor.com/class=name`, has no path in the container. */
export function deviceWords({ source, target, permissions }: DeviceMapping): string[] {
  if (isCdi({ source, target })) return ['--device', source];
  return ['--device', [source, target, permissions].filter(Boolean).join(':')];
}

/** Whether a device is named as the Container Device Interface does, and not by its path. */
export function isCdi({ source, target }: DeviceMapping): boolean {
  return source === target && /^[a-z0-9.-]+\/[\w-]+=[\w.:-]+$/i.test(source);
}

/** GPUs. Docker adds the capability `gpu` by itself. */
export function gpuWords({ capabilities = [], driver, count, device_ids, options = {} }: DeviceRequest): string[] {
  const others = capabilities.filter((one) => one !== 'gpu');
  const pairs = Object.entries(options).map(([name, value]) => csvField(`${name}=${value}`));
  const fields = [
    ...(driver ? [`driver=${driver}`] : []),
    ...(count === undefined ? [] : [`count=${count === -1 ? 'all' : count}`]),
    ...(device_ids ? [`device=${device_ids.join(',')}`] : []),
    ...(others.length > 0 ? [`capabilities=${others.join(',')}`] : []),
    ...(pairs.length > 0 ? [`options=${pairs.join(',')}`] : []),
  ];
  return ['--gpus', fields.length > 0 ? fields.map(csvField).join(',') : 'count=1'];
}

/** Weights and limits of disks. */
export function blkioWords(blkio: BlkioConfig): string[] {
  const rates = THROTTLES.flatMap(([key, flag]) =>
    (blkio[key] ?? []).flatMap(({ Path, Rate }) => [flag, `${Path}:${Rate}`]),
  );
  return [
    ...(blkio.weight ? ['--blkio-weight', String(blkio.weight)] : []),
    ...(blkio.weight_device ?? []).flatMap(({ Path, Weight }) => ['--blkio-weight-device', `${Path}:${Weight}`]),
    ...rates,
  ];
}

const THROTTLES = [
  ['device_read_bps', '--device-read-bps'],
  ['device_read_iops', '--device-read-iops'],
  ['device_write_bps', '--device-write-bps'],
  ['device_write_iops', '--device-write-iops'],
] as const;
