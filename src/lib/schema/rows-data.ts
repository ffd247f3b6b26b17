import type { Key, NormaliseContext, Row, Shape } from './row.ts';
import { either, integer, list, object, oneOf, pairs, refused, text, yesOrNo } from './shapes.ts';
import { readInteger, readPairs } from './values.ts';
import { normaliseVolumes } from './volumes.ts';

type Rows<K extends Key> = { [P in K]: Row<P> };

const volume: Shape = object(
  {
    type: oneOf('volume', 'bind', 'tmpfs', 'image', 'npipe', 'cluster'),
    source: text,
    target: text,
    read_only: yesOrNo,
    bind: object(
      {
        create_host_path: yesOrNo,
        propagation: refused('leave it out'),
        recursive: refused('leave it out'),
        selinux: refused('leave it out'),
      },
      'a map with create_host_path',
    ),
    volume: object(
      { nocopy: refused('leave it out'), subpath: refused('mount the whole volume'), labels: refused('leave it out') },
      'a map',
    ),
    tmpfs: refused('use an anonymous volume'),
    image: refused('use a named volume'),
    consistency: refused('leave it out'),
  },
  'a map with type, source and target',
  ['type', 'target'],
);

const deploy: Shape = object(
  {
    replicas: integer(0),
    mode: oneOf('replicated', 'global', 'replicated-job', 'global-job'),
    restart_policy: refused('use the service’s own restart'),
    placement: refused('name the ships under the service’s own ships'),
    resources: refused('leave it out'),
    labels: refused('use the service’s own labels'),
    update_config: refused('leave it out'),
    rollback_config: refused('leave it out'),
    endpoint_mode: refused('leave it out'),
  },
  'a map with replicas',
);

function normaliseDeploy(value: unknown, { fail }: NormaliseContext): { replicas?: number } {
  const { mode = 'replicated', replicas } = value as { mode?: string; replicas?: unknown };
  if (mode !== 'replicated') fail(['mode'], `${mode} is not supported yet`, 'write a number of replicas instead');
  return replicas === undefined ? {} : { replicas: readInteger(replicas) as number };
}

function normaliseLabels(value: unknown, context: NormaliseContext): Record<string, string> {
  const labels = Object.entries(readPairs(value, context));
  return Object.fromEntries(labels.map(([name, said]) => [name, said ?? '']));
}

function normaliseVolumeTypes(value: unknown, context: NormaliseContext) {
  for (const [index, item] of (value as { type?: string; bind?: { create_host_path?: unknown } }[]).entries()) {
    const type = item.type ?? 'volume';
    if (type !== 'volume' && type !== 'bind') {
      context.fail([index, 'type'], `volumes of type ${type} are not supported yet`, 'use a named volume or a bind');
    }
    if (item.bind?.create_host_path === false) {
      context.fail([index, 'bind', 'create_host_path'], 'false is not supported yet', 'leave it out');
    }
  }
  return normaliseVolumes(value, context);
}

/** What containers are given and keep, and where they run. */
export const dataRows: Rows<'environment' | 'labels' | 'volumes' | 'deploy' | 'ships'> = {
  environment: {
    shape: pairs('KEY=VALUE'),
    merge: { kind: 'pairs' },
    normalise: readPairs,
    absent: () => ({}),
    hashed: true,
    doc: 'Variables of the container; a key without a value takes the one of this shell, or of .env.',
  },
  labels: {
    shape: pairs('NAME=VALUE'),
    merge: { kind: 'pairs' },
    normalise: normaliseLabels,
    absent: () => ({}),
    hashed: true,
    doc: 'Labels of the container, as a map or a list of NAME=VALUE.',
  },
  volumes: {
    shape: list(either('a volume, [SOURCE:]TARGET[:ro] or a map', text, volume), 'a list of volumes'),
    merge: { kind: 'append' },
    normalise: normaliseVolumeTypes,
    absent: () => [],
    hashed: true,
    doc: 'Volumes and absolute paths of the ship, and where they are in the container: [SOURCE:]TARGET[:ro], or a map.',
  },
  deploy: {
    shape: deploy,
    merge: { kind: 'deep' },
    normalise: normaliseDeploy,
    hashed: false,
    doc: 'How many containers the service has: deploy.replicas.',
  },
  ships: {
    shape: list(text, 'a list of ships'),
    merge: { kind: 'replace' },
    normalise: (value) => value as string[],
    hashed: false,
    doc: 'The names of the ships that the service may run on; without this all of them.',
  },
};
