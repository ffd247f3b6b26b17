import type { Hook, Service } from '../schema/index.ts';

/** What one container should be: resolved, still in Compose's own keys. */
export interface Spec {
  project: string;
  service: string;
  number: number;
  /** The container's name: `PROJECT-SERVICE-NUMBER` unless `container_name` says otherwise. */
  name: string;
  /** The service with all that placement decides put in: environment without nulls, aliases, docker's names of volumes and networks. */
  config: Service;
  /** Link variables: `redis_ip` and its family. Passed by `-e`, in plain sight. */
  links: Record<string, string>;
  /** Names of services on other ships and their addresses, for `--add-host`. */
  hosts: Record<string, string>;
  /** Names of environment variables whose value came from outside the file; one of a hook as `post_start.0.NAME`. */
  masked: string[];
  /** What the container is given of the laptop; none where there is nothing. */
  files?: SpecFile[];
  /** It is one of `run`, and none of the service's replicas. */
  oneoff?: Oneoff;
  hash: string;
}

/** What makes a container one of `run`. */
export interface Oneoff {
  /** Its own: hexadecimal digits, drawn by lot. */
  slug: string;
  /** Docker removes it, and its anonymous volumes, when it has ended. */
  remove: boolean;
  /** Flags of `docker create` as the person said them, after all others. */
  flags: string[];
}

/** Content of the laptop, as a container is given it. */
export interface SpecFile {
  /**
   * `mount`: from a copy on the ship, which is named by its content. `keep`: from a folder that is the ship's own as soon
   * as it is there. `copy`: into the container before it starts. `build`: the context that its image is built from.
   */
  by: 'mount' | 'keep' | 'copy' | 'build';
  /** For people: `configs.app`, `secrets.token`; of a mount its path in the project's folder, `./conf`. */
  name: string;
  /** Where it is in the container. */
  target: string;
  /** SHA-256 of the content, in hex; empty for what is kept. */
  digest: string;
  bytes: number;
  /** What a ship knows it by; of what is kept its path in the project's folder. */
  id: string;
  /** Of a config or a secret. */
  access?: { mode: number; uid: number; gid: number };
}

/** Commands that run in a container at one point of its life. */
export interface Hooks {
  key: 'post_start' | 'pre_stop';
  list: Hook[];
  /** Variables whose value came from outside the file: `0.NAME` of the first. */
  masked: string[];
}

/** What of a container is not in its hash, yet is written on it as labels. */
export interface Stamp {
  ship: string;
  deploy: string;
  directory: string;
  files: string[];
  /** Where the ship keeps what belongs to the project; absolute. */
  store: string;
  /** Compowarm's own. */
  version: string;
}

/** One docker command. `argv` starts after docker's own name; `env` goes down its standard input as an env-file. */
export interface Command {
  argv: string[];
  env?: Record<string, string>;
  /** What goes down its standard input as one tar instead. */
  files?: SpecFile[];
  /** The same, of what is on the ship: paths of packed parts. */
  parts?: string[];
  /** Variables that docker has in its own environment. */
  exported?: Record<string, string>;
  /** Names in `env` and `exported` that are shown as `"$NAME"`. */
  masked?: string[];
}
