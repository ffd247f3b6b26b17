import { familiar, isId } from './names.ts';
import { DaemonError } from './refusal.ts';
import type { PaperContainer, PaperEngine, PaperImage, PaperNetwork, PaperVolume } from './types.ts';

/** A container by its name, its ID or the beginning of it. Throws docker's words for more than one. */
export function findContainer(engine: PaperEngine, asked: string): PaperContainer | undefined {
  const name = asked.replace(/^\//, '');
  const exact = engine.containers.find((container) => container.name === name || container.id === asked);
  if (exact) return exact;
  const found = engine.containers.filter(({ id }) => isId(id, asked));
  if (found.length > 1) throw new DaemonError(`Multiple IDs found with provided prefix: ${asked}`);
  return found[0];
}

/** As `findContainer`, but throws the daemon's words when there is none. */
export function needContainer(engine: PaperEngine, asked: string): PaperContainer {
  const found = findContainer(engine, asked);
  if (!found) throw new DaemonError(`No such container: ${asked}`);
  return found;
}

/** An image by a name, a digest, its ID or the beginning of it. */
export function findImage(engine: PaperEngine, asked: string): PaperImage | undefined {
  const name = familiar(asked);
  const named = engine.images.find(({ tags, digests }) => tags.includes(name) || digests.includes(name));
  return named ?? engine.images.find(({ id }) => isId(id, asked));
}

export function findNetwork(engine: PaperEngine, asked: string): PaperNetwork | undefined {
  return engine.networks.find(({ name, id }) => name === asked || isId(id, asked));
}

export function findVolume(engine: PaperEngine, asked: string): PaperVolume | undefined {
  return engine.volumes.find(({ name }) => name === asked);
}
