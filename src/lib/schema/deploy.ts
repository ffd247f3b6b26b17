import type { DeviceRequest } from './parts.ts';

/** `resources` and `placement` are printed by Compose even where they are empty. */
export interface Deploy {
  /** `replicated` (also when absent), `global`, `replicated-job` or `global-job`. */
  mode?: string;
  replicas?: number;
  labels?: Record<string, string>;
  update_config?: UpdateConfig;
  rollback_config?: UpdateConfig;
  resources?: { limits?: Resource; reservations?: Resource };
  restart_policy?: RestartPolicy;
  placement?: DeployPlacement;
  /** `vip` or `dnsrr`. */
  endpoint_mode?: string;
}

export interface UpdateConfig {
  parallelism?: number;
  delay?: string;
  /** `continue`, `rollback` or `pause`. */
  failure_action?: string;
  monitor?: string;
  max_failure_ratio?: number;
  order?: 'start-first' | 'stop-first';
}

export interface Resource {
  cpus?: number;
  /** Bytes, as text. */
  memory?: string;
  /** Of limits. */
  pids?: number;
  /** Of reservations. */
  devices?: DeviceRequest[];
  /** Of reservations. */
  generic_resources?: { discrete_resource_spec?: { kind: string; value: number } }[];
}

export interface RestartPolicy {
  /** `none`, `on-failure` or `any`. */
  condition?: string;
  delay?: string;
  max_attempts?: number;
  window?: string;
}

/** Where Swarm's scheduler may put replicas, read here of ships. */
export interface DeployPlacement {
  /** `node.labels.disk == ssd`. */
  constraints?: string[];
  preferences?: { spread?: string }[];
  max_replicas_per_node?: number;
}
