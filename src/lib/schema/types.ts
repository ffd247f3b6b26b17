import type { Deploy } from './deploy.ts';
import type {
  BlkioConfig,
  Build,
  CredentialSpec,
  Dependency,
  DeviceMapping,
  DeviceRequest,
  FileReference,
  Healthcheck,
  Hook,
  Logging,
  ModelReference,
  NetworkAttachment,
  Port,
  Provider,
  Ulimit,
  VolumeMount,
  WatchTrigger,
} from './parts.ts';

export type * from './deploy.ts';
export type * from './parts.ts';

/**
 * One service in Compose's canonical form: the keys and values that `docker compose config --format json` prints, and
 * `ships`. Sizes are bytes as text, durations as Go prints them (`1m30s`), modes octal text (`0440`).
 */
export interface Service {
  image: string;
  command: string[] | null;
  entrypoint: string[] | null;
  environment: Record<string, string | null>;
  ports: Port[];
  expose: string[];
  /** `redis` or `redis:cache`. */
  links: string[];
  depends_on: Record<string, Dependency>;
  volumes: VolumeMount[];
  networks: Record<string, NetworkAttachment | null>;
  labels: Record<string, string>;
  healthcheck?: Healthcheck;
  restart?: string;
  stop_grace_period?: string;
  stop_signal?: string;
  hostname?: string;
  user?: string;
  working_dir?: string;
  container_name?: string;
  deploy?: Deploy;
  /** Names of the ships that the service may use; absent: all of them. */
  ships?: string[];

  annotations?: Record<string, string>;
  attach?: boolean;
  blkio_config?: BlkioConfig;
  build?: Build;
  cap_add?: string[];
  cap_drop?: string[];
  cgroup?: 'host' | 'private';
  cgroup_parent?: string;
  configs?: FileReference[];
  cpu_count?: number;
  cpu_percent?: number;
  cpu_period?: number;
  cpu_quota?: number;
  cpu_rt_period?: number;
  cpu_rt_runtime?: number;
  cpu_shares?: number;
  cpus?: number;
  cpuset?: string;
  credential_spec?: CredentialSpec;
  develop?: { watch?: WatchTrigger[] };
  device_cgroup_rules?: string[];
  devices?: DeviceMapping[];
  dns?: string[];
  dns_opt?: string[];
  dns_search?: string[];
  domainname?: string;
  /** `CONTAINER` or `CONTAINER:ALIAS`. */
  external_links?: string[];
  /** `NAME=ADDRESS`, sorted. */
  extra_hosts?: string[];
  gpus?: DeviceRequest[];
  group_add?: string[];
  init?: boolean;
  /** `shareable`, `host`, `none`, `private`, `service:NAME` or `container:NAME`. */
  ipc?: string;
  isolation?: string;
  logging?: Logging;
  mac_address?: string;
  mem_limit?: string;
  mem_reservation?: string;
  mem_swappiness?: string;
  /** `-1` for no limit. */
  memswap_limit?: string;
  models?: Record<string, ModelReference | null>;
  /** `none`, `host`, `service:NAME`, `container:NAME` or a network of docker's; then `networks` is empty. */
  network_mode?: string;
  oom_kill_disable?: boolean;
  oom_score_adj?: number;
  /** `host`, `service:NAME` or `container:NAME`. */
  pid?: string;
  /** -1 for no limit. */
  pids_limit?: number;
  platform?: string;
  post_start?: Hook[];
  pre_stop?: Hook[];
  privileged?: boolean;
  profiles?: string[];
  provider?: Provider;
  /** `always`, `never`, `missing`, `build`, `daily`, `weekly` or `every_DURATION`. */
  pull_policy?: string;
  read_only?: boolean;
  runtime?: string;
  /** As it was written: `deploy.replicas` says the same, and one of them may be absent. */
  scale?: number;
  secrets?: FileReference[];
  security_opt?: string[];
  shm_size?: string;
  stdin_open?: boolean;
  storage_opt?: Record<string, string>;
  sysctls?: Record<string, string>;
  /** `PATH` or `PATH:OPTIONS`. */
  tmpfs?: string[];
  tty?: boolean;
  ulimits?: Record<string, Ulimit>;
  use_api_socket?: boolean;
  userns_mode?: string;
  uts?: string;
  /** `SERVICE`, `SERVICE:ro` or `container:NAME`. */
  volumes_from?: string[];
}
