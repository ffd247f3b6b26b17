import { quoteAll } from '../../src/lib/docker/index.ts';
import type { Engine } from '../harbor/index.ts';

/** What of a container, as docker inspect has it, is known to differ. */
export interface Inspected {
  Config: {
    Entrypoint: string[] | null;
    Cmd: string[] | null;
    ExposedPorts?: Record<string, object>;
    Healthcheck?: { Test?: string[] };
    Env: string[] | null;
    OpenStdin: boolean;
    AttachStdin: boolean;
    StdinOnce: boolean;
    Labels: Record<string, string>;
  };
  HostConfig: {
    CapAdd: string[] | null;
    CapDrop: string[] | null;
    RestartPolicy: { Name: string };
    VolumesFrom: string[] | null;
    Binds: string[] | null;
    Mounts?: { Source?: string; Target: string; ReadOnly?: boolean; BindOptions?: { CreateMountpoint?: boolean } }[];
  };
  Mounts: { Source: string; Destination: string; RW: boolean; Mode: string }[];
  NetworkSettings: { Networks: Record<string, { Aliases: string[] | null; Links: string[] | null }> };
}

/** A difference between the containers of Docker Compose and ours that stays. */
export interface Known {
  /** Keys of the file. */
  keys: string;
  compose: string;
  compowarm: string;
  why: string;
  /** The one engine where it is so; without this, all. */
  engine?: Engine;
  /** The one project where it is looked for, where the change would let too much pass elsewhere. */
  project?: string;
  /** Makes of Compose's container what ours is; where that can't be told from Compose's, from ours. */
  change(theirs: Inspected, ours: Inspected): void;
}

/** All of them; everything else is equal. */
export const known: readonly Known[] = [
  {
    keys: '`entrypoint` of several words',
    compose: 'all words in `Entrypoint`',
    compowarm: 'the first word in `Entrypoint`, the others before the command in `Cmd`',
    why: '`--entrypoint` takes one word; the process is the same',
    change({ Config }) {
      const [first, ...rest] = Config.Entrypoint ?? [];
      if (first === undefined || rest.length === 0) return;
      Config.Entrypoint = [first];
      Config.Cmd = [...rest, ...(Config.Cmd ?? [])];
    },
  },
  {
    keys: '`healthcheck.test` with `CMD`',
    compose: '`["CMD", "a", "b c"]`',
    compowarm: '`["CMD-SHELL", "a \'b c\'"]`',
    why: "`--health-cmd` is always read by the image's shell; the words come out the same",
    change({ Config: { Healthcheck } }) {
      const [kind, ...words] = Healthcheck?.Test ?? [];
      if (Healthcheck && kind === 'CMD') Healthcheck.Test = ['CMD-SHELL', quoteAll(words)];
    },
  },
  {
    keys: '`expose`',
    compose: '`3000` and `6000-6002` as they are written',
    compowarm: '`3000/tcp`, and each port of a range',
    why: 'the docker command line says all of it; `tcp` is what is meant',
    change({ Config }) {
      if (Config.ExposedPorts)
        Config.ExposedPorts = Object.fromEntries(Object.keys(Config.ExposedPorts).flatMap(exposed));
    },
  },
  {
    keys: '`volumes_from` with `:ro`',
    compose: 'mounts what it takes over for writing too',
    compowarm: 'mounts it read-only',
    why: 'the file says so, and Docker Compose loses it',
    change(theirs, ours) {
      const readOnly = (ours.HostConfig.VolumesFrom ?? []).filter((name) => name.endsWith(':ro'));
      if (readOnly.length === 0) return;
      const names = readOnly.map((name) => name.replace(/:ro$/, ''));
      theirs.HostConfig.VolumesFrom =
        theirs.HostConfig.VolumesFrom?.map((name) => (names.includes(name) ? `${name}:ro` : name)) ?? null;
      for (const mount of theirs.Mounts) {
        const own = ours.Mounts.find(({ Destination }) => Destination === mount.Destination);
        if (own && !own.RW) mount.RW = false;
      }
    },
  },
  {
    keys: '`links`',
    compose: 'links of docker within a network',
    compowarm: 'aliases in the network, and the variables `NAME_ip`, `NAME_port`...',
    why: 'services may run on other ships, which no link of docker reaches',
    project: 'links',
    change(theirs, ours) {
      const told = ours.Config.Env?.filter((line) => /^\w+_(ip|ips|port|port_\d+)=/.test(line)) ?? [];
      theirs.Config.Env = [...(theirs.Config.Env ?? []), ...told];
      for (const [name, network] of Object.entries(theirs.NetworkSettings.Networks)) {
        network.Links = null;
        network.Aliases = ours.NetworkSettings.Networks[name]?.Aliases ?? null;
      }
    },
  },
  {
    keys: '`configs`, `secrets`',
    compose: "a mount of this machine's file",
    compowarm: 'no mount; the content is copied in before the start',
    why: "a ship does not have this machine's files",
    change(theirs, ours) {
      const mounts = theirs.HostConfig.Mounts ?? [];
      const stays = new Set(ours.HostConfig.Mounts?.map(({ Target }) => Target));
      const copied = mounts.filter(({ Source = '', Target }) => isBeside(theirs, Source) && !stays.has(Target));
      if (copied.length === 0) return;
      theirs.HostConfig.Mounts = mounts.filter((mount) => !copied.includes(mount));
      const targets = copied.map(({ Target }) => Target);
      theirs.Mounts = theirs.Mounts.filter(({ Destination }) => !targets.includes(Destination));
    },
  },
  {
    keys: '`volumes` with a path of this machine',
    compose: 'mounts that path',
    compowarm: 'mounts the copy on the ship, under `Mounts` and not under `Binds`',
    why: "a ship does not have this machine's files; the path of a copy may hold a colon, which `-v` can't take",
    change(theirs, ours) {
      for (const mount of theirs.Mounts.filter(({ Source }) => isBeside(theirs, Source))) {
        const { Binds, Mounts = [] } = theirs.HostConfig;
        const copy = ours.HostConfig.Mounts?.find(({ Target }) => Target === mount.Destination);
        theirs.HostConfig.Binds = Binds?.filter((bind) => !bind.startsWith(`${mount.Source}:`)) ?? null;
        const others = Mounts.filter(({ Target }) => Target !== mount.Destination);
        theirs.HostConfig.Mounts = [
          ...others,
          { ...copy, Target: mount.Destination, ...(!mount.RW && { ReadOnly: true }) },
        ];
        mount.Source = copy?.Source ?? '';
        mount.Mode = '';
      }
    },
  },
  {
    keys: '`volumes.bind.propagation`',
    compose: 'on Docker 28 makes the path on the ship where there is none',
    compowarm: 'the path must be there',
    why: "`--mount` can't say it",
    engine: '28',
    change({ HostConfig }) {
      for (const { BindOptions } of HostConfig.Mounts ?? []) if (BindOptions) delete BindOptions.CreateMountpoint;
    },
  },
  {
    keys: '`stdin_open`',
    compose: '`StdinOnce` is false',
    compowarm: 'true in a container that is created and not started: its input closes with the first who leaves it',
    why: '`docker create -i` takes its client to hold the input; `docker run -d`, which `start` uses, does not',
    change({ Config }) {
      if (Config.OpenStdin) Object.assign(Config, { AttachStdin: true, StdinOnce: true });
    },
  },
  {
    keys: '`cap_add`, `cap_drop`',
    compose: 'on Docker 20.10 `CAP_NET_ADMIN`',
    compowarm: '`NET_ADMIN`',
    why: 'that docker command line passes on what the file says; the engine takes both',
    engine: 'own',
    change({ HostConfig }) {
      const short = (names: string[] | null) => names?.map((name) => name.replace(/^CAP_/, '')) ?? null;
      HostConfig.CapAdd = short(HostConfig.CapAdd);
      HostConfig.CapDrop = short(HostConfig.CapDrop);
    },
  },
  {
    keys: 'no `restart`',
    compose: 'on Docker 20.10 the policy is `""`',
    compowarm: '`no`',
    why: 'the docker command line says so by itself; both mean no',
    engine: 'own',
    change({ HostConfig: { RestartPolicy } }) {
      RestartPolicy.Name ||= 'no';
    },
  },
];

function isBeside({ Config }: Inspected, path: string): boolean {
  return path.startsWith(`${Config.Labels['com.docker.compose.project.working_dir']}/`);
}

function exposed(port: string): [string, object][] {
  const [range = '', protocol = 'tcp'] = port.split('/');
  const [from = 0, to = from] = range.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, index) => [`${from + index}/${protocol}`, {}]);
}
