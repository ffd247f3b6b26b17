import { blkioConfig } from './blkio.ts';
import { deviceMappings, deviceRequests, gpus } from './devices.ts';
import { type Rows, row } from './row.ts';
import { bytes, decimal, flag, options, text, texts, whole } from './simple.ts';
import { ulimits } from './ulimits.ts';

/** What a container may use of its ship. */
export const limitRows = {
  cpus: row('How many processors the container may use, such as 0.5.', decimal),
  cpuset: row('The processors that the container may use: 0-3 or 0,1.', text),
  cpu_shares: row('The container’s weight when processors are short.', whole()),
  cpu_period: row('The period of the processor quota, in microseconds.', whole()),
  cpu_quota: row('The processor time in each period, in microseconds.', whole()),
  cpu_rt_period: row('The period of the real-time scheduler, in microseconds.', whole()),
  cpu_rt_runtime: row('The real-time processor time in each period, in microseconds.', whole()),
  cpu_count: row('How many processors a Windows container may use.', whole(0)),
  cpu_percent: row('How much of the processors a Windows container may use.', whole(0, 100)),
  mem_limit: row('The most memory that the container may use, such as 512m.', bytes),
  mem_reservation: row('The memory that the container is left with when memory is short.', bytes),
  memswap_limit: row('The most memory and swap together; -1 for no limit.', bytes),
  mem_swappiness: row('How readily memory is swapped out, from 0 to 100.', bytes),
  oom_kill_disable: row('Whether the container is spared when memory runs out.', flag),
  oom_score_adj: row('How soon the container is killed when memory runs out, from -1000 to 1000.', whole(-1000, 1000)),
  pids_limit: row('The most processes; -1 for no limit.', whole()),
  shm_size: row('The size of /dev/shm, such as 64m.', bytes),
  ulimits: row('Limits of a process: one number, or soft and hard.', ulimits),
  storage_opt: row('Options of the storage driver, such as size.', options),
  blkio_config: row('Weights and limits of reading from and writing to devices.', blkioConfig),
  devices: row('Devices of the ship in the container: SOURCE[:TARGET[:PERMISSIONS]], or a map.', deviceMappings),
  device_cgroup_rules: row('Rules for devices that come up later.', texts('a list of rules')),
  gpus: row('GPUs of the ship in the container: all, or a list of requests.', gpus),
} satisfies Partial<Rows>;

export { deviceRequests };
