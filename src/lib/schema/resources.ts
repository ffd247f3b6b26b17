/** Keys and values as `docker compose config --format json` prints them, as everywhere in a project. */
export interface Network {
  /** Docker's name for it: `PROJECT_default`. */
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  /** Compose prints one always. */
  ipam?: { driver?: string; config?: IpamPool[] };
  /** It is there already, and not the project's to make or remove. */
  external?: boolean;
  internal?: boolean;
  attachable?: boolean;
  labels?: Record<string, string>;
  enable_ipv4?: boolean;
  enable_ipv6?: boolean;
}

export interface IpamPool {
  subnet?: string;
  gateway?: string;
  ip_range?: string;
  aux_addresses?: Record<string, string>;
}

export interface Volume {
  /** Docker's name for it: `PROJECT_data`. */
  name: string;
  driver?: string;
  driver_opts?: Record<string, string>;
  external?: boolean;
  labels?: Record<string, string>;
}

/** What a file in a container is made from; one of file, environment, content, external. */
export interface Secret {
  /** `PROJECT_KEY`. */
  name: string;
  /** An absolute path of this machine. */
  file?: string;
  /** The name of a variable of this shell or of `.env`. */
  environment?: string;
  external?: boolean;
  labels?: Record<string, string>;
  template_driver?: string;
  driver?: string;
  driver_opts?: Record<string, string>;
}

export interface Config extends Omit<Secret, 'driver' | 'driver_opts'> {
  content?: string;
}

export interface Model {
  name?: string;
  model?: string;
  context_size?: number;
  runtime_flags?: string[];
}
