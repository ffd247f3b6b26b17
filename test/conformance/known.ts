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
  };
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
