import { parseDuration } from './duration.ts';
import { blkioWords, deviceWords, gpuWords } from './flags-devices.ts';
import { healthWords } from './flags-health.ts';
import { mountWords } from './flags-mounts.ts';
import type { Port, Service, Ulimit } from './types.ts';

/** How `docker run` and `docker create` say a key. */
export interface Flag<T> {
  /** For the reference. */
  flag: string;
  /** Absent where more than the value decides: those words are written where that is known. */
  words?(value: T): string[];
}

type Flags = { [K in keyof Service]?: Flag<NonNullable<Service[K]>> };

/** The keys of a service that docker's flags say, in the order in which they are written. */
export const flags: Flags = {
  labels: each('--label', pairs),
  annotations: each('--annotation', pairs),
  platform: one('--platform'),
  hostname: one('--hostname'),
  domainname: one('--domainname'),
  user: one('--user'),
  group_add: each('--group-add'),
  working_dir: one('--workdir'),
  stdin_open: yes('-i'),
  tty: yes('-t'),
  // false is said too: the engine may be set up to say yes
  init: { flag: '--init', words: (wanted) => [wanted ? '--init' : '--init=false'] },
  runtime: one('--runtime'),
  isolation: one('--isolation'),
  read_only: yes('--read-only'),
  privileged: yes('--privileged'),
  cap_add: each('--cap-add'),
  cap_drop: each('--cap-drop'),
  security_opt: each('--security-opt'),
  userns_mode: one('--userns'),
  cgroup: one('--cgroupns'),
  cgroup_parent: one('--cgroup-parent'),
  ipc: one('--ipc'),
  pid: one('--pid'),
  uts: one('--uts'),
  restart: one('--restart'),
  stop_signal: one('--stop-signal'),
  stop_grace_period: { flag: '--stop-timeout', words: (time) => ['--stop-timeout', String(wholeSeconds(time))] },
  healthcheck: { flag: '--health-*', words: healthWords },
  logging: {
    flag: '--log-driver, --log-opt',
    words: ({ driver, options = {} }) => [
      ...(driver ? ['--log-driver', driver] : []),
      ...pairs(options).flatMap((option) => ['--log-opt', option]),
    ],
  },
  cpus: one('--cpus'),
  cpuset: one('--cpuset-cpus'),
  cpu_shares: one('--cpu-shares'),
  cpu_period: one('--cpu-period'),
  cpu_quota: one('--cpu-quota'),
  cpu_rt_period: one('--cpu-rt-period'),
  cpu_rt_runtime: one('--cpu-rt-runtime'),
  mem_limit: one('--memory'),
  mem_reservation: one('--memory-reservation'),
  memswap_limit: one('--memory-swap'),
  mem_swappiness: one('--memory-swappiness'),
  oom_kill_disable: yes('--oom-kill-disable'),
  oom_score_adj: one('--oom-score-adj'),
  pids_limit: one('--pids-limit'),
  shm_size: one('--shm-size'),
  blkio_config: { flag: '--blkio-weight*, --device-read-*, --device-write-*', words: blkioWords },
  ulimits: each('--ulimit', (limits) => Object.entries(limits).map(([name, limit]) => `${name}=${bounds(limit)}`)),
  sysctls: each('--sysctl', pairs),
  devices: { flag: '--device', words: (devices) => devices.flatMap(deviceWords) },
  device_cgroup_rules: each('--device-cgroup-rule'),
  gpus: { flag: '--gpus', words: (requests) => requests.flatMap(gpuWords) },
  dns: each('--dns'),
  dns_search: each('--dns-search'),
  dns_opt: each('--dns-option'),
  ports: each('-p', (ports) => [...new Set(ports.map(publish))]),
  expose: each('--expose'),
  volumes: { flag: '-v, --mount', words: (volumes) => volumes.flatMap(mountWords) },
  volumes_from: each('--volumes-from'),
  tmpfs: each('--tmpfs'),
  storage_opt: each('--storage-opt', pairs),

  container_name: { flag: '--name' },
  environment: { flag: '--env-file, -e' },
  links: { flag: '-e, --add-host' },
  extra_hosts: { flag: '--add-host' },
  networks: { flag: '--network, --network-alias, --ip, --ip6' },
  network_mode: { flag: '--network' },
  mac_address: { flag: '--mac-address' },
  external_links: { flag: '--link' },
  deploy: { flag: '--cpus, --memory, --memory-reservation, --pids-limit, --gpus, --restart' },
  pull_policy: { flag: '--pull' },
  build: { flag: '`docker build`' },
  configs: { flag: '`docker cp`' },
  secrets: { flag: '`docker cp`' },
  // the other words of an entrypoint go before the command
  entrypoint: { flag: '--entrypoint', words: ([first = '']) => ['--entrypoint', first] },
};

function one(flag: string): Flag<string | number> {
  return { flag, words: (value) => [flag, String(value)] };
}

function yes(flag: string): Flag<boolean> {
  return { flag, words: (wanted) => (wanted ? [flag] : []) };
}

function each(flag: string): Flag<readonly string[]>;
function each<T>(flag: string, items: (value: T) => readonly string[]): Flag<T>;
function each(flag: string, items = (value: readonly string[]) => value): Flag<readonly string[]> {
  return { flag, words: (value) => items(value).flatMap((item) => [flag, item]) };
}

function pairs(map: Record<string, string>): string[] {
  return Object.entries(map).map(([name, value]) => `${name}=${value}`);
}

function bounds(limit: Ulimit): string {
  if (typeof limit === 'number') return String(limit);
  const { soft = 0, hard = 0 } = limit;
  return `${soft}:${hard}`;
}

function publish({ host_ip, published, target, protocol }: Port): string {
  const ip = host_ip?.includes(':') ? `[${host_ip}]` : host_ip;
  const inside = protocol === 'tcp' ? `${target}` : `${target}/${protocol}`;
  if (ip) return `${ip}:${published ?? ''}:${inside}`;
  return published === undefined ? inside : `${published}:${inside}`;
}

/**
 * A duration in Compose's form (`1m30s`, `500ms`) in whole seconds, rounded up: docker takes no parts of one.
 * Throws a RangeError for what is none.
 */
export function wholeSeconds(duration: string): number {
  return Math.ceil(parseDuration(duration) / 1000);
}
