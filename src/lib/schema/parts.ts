export interface Port {
  /** For people: docker knows no names of ports. */
  name?: string;
  mode: 'ingress' | 'host';
  host_ip?: string;
  target: number;
  /** A number or a range (`8000-8010`), as text; absent where docker picks the port. */
  published?: string;
  protocol: 'tcp' | 'udp' | 'sctp';
  app_protocol?: string;
}

export interface VolumeMount {
  type: 'volume' | 'bind' | 'tmpfs' | 'image' | 'npipe' | 'cluster';
  /**
   * Key under the top-level `volumes`, an absolute path, or an image; absent for an anonymous volume and for a tmpfs.
   * A path that was written relative, or with `~`, is one of this machine.
   */
  source?: string;
  target: string;
  read_only?: boolean;
  consistency?: string;
  bind?: {
    create_host_path?: boolean;
    propagation?: string;
    recursive?: 'enabled' | 'disabled' | 'writable' | 'readonly';
    selinux?: 'z' | 'Z';
  };
  volume?: { nocopy?: boolean; subpath?: string; labels?: Record<string, string> };
  /** Bytes as text; the mode as a number (0755 is 493). */
  tmpfs?: { size?: string; mode?: number };
  image?: { subpath?: string };
}

export interface NetworkAttachment {
  aliases?: string[];
  driver_opts?: Record<string, string>;
  gw_priority?: number;
  interface_name?: string;
  ipv4_address?: string;
  ipv6_address?: string;
  link_local_ips?: string[];
  mac_address?: string;
  /** Networks with the highest are joined first. */
  priority?: number;
}

export interface Dependency {
  condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  required: boolean;
  restart?: boolean;
}

export interface Healthcheck {
  /** `['CMD-SHELL', text]`, `['CMD', word, ...]` or `['NONE']`. */
  test?: string[];
  interval?: string;
  timeout?: string;
  retries?: number;
  start_period?: string;
  start_interval?: string;
  disable?: boolean;
}

/** A config or secret in a container. Without a target a config is at `/SOURCE`; without a mode it is 0444. */
export interface FileReference {
  source: string;
  /** Absolute; or a name under `/run/secrets` for a secret. */
  target?: string;
  uid?: string;
  gid?: string;
  /** Octal text: `0440`. */
  mode?: string;
}

export interface Logging {
  driver?: string;
  options?: Record<string, string>;
}

/** One number for both limits, or each. -1 is no limit. */
export type Ulimit = number | { soft?: number; hard?: number };

export interface DeviceMapping {
  source: string;
  target: string;
  /** Some of `rwm`. */
  permissions?: string;
}

export interface DeviceRequest {
  capabilities?: string[];
  driver?: string;
  /** -1 is all. */
  count?: number;
  device_ids?: string[];
  options?: Record<string, string>;
}

/** `Path`, `Weight` and `Rate` are written so by Compose. */
export interface BlkioConfig {
  weight?: number;
  weight_device?: { Path: string; Weight: number }[];
  /** Bytes per second, as text. */
  device_read_bps?: ThrottleDevice[];
  device_write_bps?: ThrottleDevice[];
  /** Operations per second, as text. */
  device_read_iops?: ThrottleDevice[];
  device_write_iops?: ThrottleDevice[];
}

export interface ThrottleDevice {
  Path: string;
  Rate: string;
}

export interface CredentialSpec {
  config?: string;
  file?: string;
  registry?: string;
}

/** A command that is run in a container after its start or before its stop. */
export interface Hook {
  command: string[] | null;
  user?: string;
  privileged?: boolean;
  working_dir?: string;
  environment?: Record<string, string | null>;
}

export interface WatchTrigger {
  /** Absolute, of this machine. */
  path: string;
  action: 'rebuild' | 'sync' | 'restart' | 'sync+restart' | 'sync+exec';
  target?: string;
  /** Compose prints one always. */
  exec?: Hook;
  include?: string[];
  ignore?: string[];
  initial_sync?: boolean;
}

export interface Provider {
  type: string;
  options?: Record<string, string[]>;
}

export interface ModelReference {
  endpoint_var?: string;
  model_var?: string;
}

export interface Build {
  /** An absolute path of this machine, or a URL. */
  context?: string;
  dockerfile?: string;
  dockerfile_inline?: string;
  entitlements?: string[];
  args?: Record<string, string | null>;
  provenance?: string;
  sbom?: string;
  /** `default`, `ID` or `ID=PATH`. */
  ssh?: string[];
  labels?: Record<string, string>;
  cache_from?: string[];
  cache_to?: string[];
  no_cache?: boolean;
  /** Absolute paths of this machine, URLs, `docker-image://` or `service:`. */
  additional_contexts?: Record<string, string>;
  pull?: boolean;
  /** `NAME=ADDRESS`, sorted. */
  extra_hosts?: string[];
  isolation?: string;
  network?: string;
  target?: string;
  secrets?: FileReference[];
  shm_size?: string;
  tags?: string[];
  ulimits?: Record<string, Ulimit>;
  platforms?: string[];
  privileged?: boolean;
}
