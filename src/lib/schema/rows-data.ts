import { configReferences, secretReferences } from './files.ts';
import { type Rows, row } from './row.ts';
import { names, textOr, texts } from './simple.ts';
import { volumes } from './volumes.ts';

/** What containers are given and keep. */
export const dataRows = {
  volumes: row(
    'Volumes and folders, and where they are in the container: [SOURCE:]TARGET[:OPTIONS], or a map.',
    volumes,
    { absent: () => [] },
  ),
  volumes_from: row(
    'A service or container:NAME whose volumes the container has too, with :ro read-only; both are on one ship.',
    texts('a list of services'),
  ),
  tmpfs: row('Folders that are kept in memory: PATH or PATH:OPTIONS.', textOr(names('a list of folders'))),
  configs: row(
    'Configs, and where they are in the container: a name, or a map with source, target and mode.',
    configReferences,
  ),
  secrets: row(
    'Secrets, and where they are in the container: a name, or a map with source, target and mode; else under /run/secrets.',
    secretReferences,
  ),
} satisfies Partial<Rows>;
