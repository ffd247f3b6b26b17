import { isAbsolute, join, resolve } from 'node:path';
import type { Mark } from './node.ts';
import { pathKey, type Service, type Volume } from './types.ts';

/** Paths of this machine, made absolute. */
export interface LocalPaths {
  /**
   * As Compose does: relative paths start at the folder of the source they were written in (the project's, unless it has
   * one of its own), `~` is the home folder. Absolute ones stay as written.
   */
  absolute(text: string, at: Mark): string;
  /** `pathKey` of each mount and of each volume that is of a path which was not absolute as it was written. */
  places(services: Record<string, Service>, volumes: Record<string, Volume>): Set<string>;
}

export function localPaths(directory: string, home: string | undefined): LocalPaths {
  const made = new Set<string>();
  const note = (path: string) => {
    made.add(path);
    return path;
  };
  return {
    absolute: (text, { source }) => {
      if (text.startsWith('~') && home) return note(join(home, text.slice(1)));
      if (isAbsolute(text) || /^[a-z]:[\\/]/i.test(text)) return text;
      return note(resolve(source.directory ?? directory, text));
    },
    places: (services, volumes) =>
      new Set([
        ...Object.entries(services).flatMap(([name, { volumes: mounts }]) =>
          mounts.flatMap(({ type, source = '' }, index) =>
            type === 'bind' && made.has(source) ? [pathKey(['services', name, 'volumes', index])] : [],
          ),
        ),
        ...Object.entries(volumes).flatMap(([key, { driver_opts: { device = '' } = {} }]) =>
          made.has(device) ? [pathKey(['volumes', key])] : [],
        ),
      ]),
  };
}
