import { resolve } from 'node:path';
import { quoteAll } from '../../src/lib/docker/index.ts';
import type { Engine } from '../harbor/index.ts';
import type { Created } from './created.ts';

/** What of a container, as docker inspect has it, is known to differ. */
interface Inspected {
  Config: {
    Entrypoint: string[] | null;
    Cmd: string[] | null;
    Healthcheck?: { Test?: string[] };
  };
  HostConfig: {
    RestartPolicy: { Name: string };
    Binds: string[] | null;
    Mounts?: { Type: string; Source: string; Target: string; ReadOnly?: boolean }[];
  };
  Mounts: { Source: string; Destination: string; Mode: string }[];
}

/** Paths of this machine are below this. */
const HERE = resolve(import.meta.dirname, '../..');

/** A config or a secret: what is mounted by `volumes` has a name of its own. */
const isText = (mount: { Source: string; Target: string }) =>
  isHere(mount) && /^\/(page|run\/secrets\/key)$/.test(mount.Target);

const isHere = ({ Source }: { Source: string }) => Source.startsWith(HERE);

/** Where a ship has what is mounted of this machine. */
function onShip(path: string): string {
  const [, project = '', name = ''] = /([^/]+)\/([^/]+)$/.exec(path) ?? [];
  return name === 'data' ? `STORE/${project}.data/${name}` : `STORE/${project}.files/ID`;
}

/** A difference between the containers of Docker Compose and ours that stays, since `docker create` can't say it otherwise. */
export interface Known {
  /** Keys of the file. */
  keys: string;
  compose: string;
  compowarm: string;
  why: string;
  /** The one engine where it is so; without this, all. */
  engine?: Engine;
  /** Makes of Compose's container what ours is. */
  ours(container: Inspected): void;
}

/** All of them; everything else is equal. */
export const known: readonly Known[] = [
  {
    keys: '`entrypoint` of several words',
    compose: 'all words in `Entrypoint`',
    compowarm: 'the first word in `Entrypoint`, the others before the command in `Cmd`',
    why: '`--entrypoint` takes one word; the process is the same',
    ours({ Config }) {
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
    ours({ Config: { Healthcheck } }) {
      const [kind, ...words] = Healthcheck?.Test ?? [];
      if (Healthcheck && kind === 'CMD') Healthcheck.Test = ['CMD-SHELL', quoteAll(words)];
    },
  },
  {
    keys: '`configs` and `secrets` from a `file`',
    compose: 'a bind of the file of this machine',
    compowarm: 'a copy in the container, which is no mount',
    why: 'ships do not have the files of this machine',
    ours(container) {
      const { HostConfig } = container;
      const targets = new Set((HostConfig.Mounts ?? []).filter(isText).map(({ Target }) => Target));
      if (targets.size === 0) return;
      HostConfig.Mounts = (HostConfig.Mounts ?? []).filter((mount) => !isText(mount));
      container.Mounts = container.Mounts.filter(({ Destination }) => !targets.has(Destination));
    },
  },
  {
    keys: '`volumes` from a relative path',
    compose: 'a bind of the path of this machine, in `Binds`',
    compowarm: 'a bind of the ship’s copy, in `Mounts`',
    why: 'ships do not have the files of this machine; in `Mounts` docker makes no empty folder in the place of one',
    ours(container) {
      const { HostConfig } = container;
      const binds = (HostConfig.Binds ?? []).filter((bind) => bind.startsWith(HERE));
      HostConfig.Binds = (HostConfig.Binds ?? []).filter((bind) => !bind.startsWith(HERE));
      HostConfig.Mounts = [
        ...(HostConfig.Mounts ?? []).map((mount) =>
          isHere(mount) ? { ...mount, Source: onShip(mount.Source) } : mount,
        ),
        ...binds.map((bind) => {
          const [source = '', Target = '', mode] = bind.split(':');
          return { Type: 'bind', Source: onShip(source), Target, ...(mode === 'ro' && { ReadOnly: true }) };
        }),
      ];
      container.Mounts = container.Mounts.map((mount) =>
        isHere(mount) ? { ...mount, Source: onShip(mount.Source), Mode: '' } : mount,
      );
    },
  },
  {
    keys: 'no `restart`',
    compose: 'on Docker 20.10 the policy is `""`',
    compowarm: '`no`',
    why: 'the docker command line says so by itself; both mean no',
    engine: 'own',
    ours({ HostConfig: { RestartPolicy } }) {
      RestartPolicy.Name ||= 'no';
    },
  },
];

/** What Compose created, changed by all that is known; `met` is called for every known difference that there was. */
export function asOurs(created: Created, met: (known: Known) => void): Created {
  const changed = structuredClone(created);
  for (const [name, container] of Object.entries(changed)) {
    if (!name.startsWith('container ')) continue;
    for (const one of known) {
      const before = JSON.stringify(container);
      one.ours(container as Inspected);
      if (JSON.stringify(container) !== before) met(one);
    }
  }
  return changed;
}
