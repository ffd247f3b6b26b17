import { createHash, randomBytes } from 'node:crypto';
import { finish } from './life.ts';
import { familiar } from './names.ts';
import type { Behaviour, PaperEngine, PaperImage, PaperNetwork } from './types.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new ID as docker makes them: 64 hexadecimal digits. */
export function newId(): string {
  return randomBytes(32).toString('hex');
}

/** The networks that every engine is born with. */
function born(now: number): PaperNetwork[] {
  return (
    [
      ['bridge', 'bridge'],
      ['host', 'host'],
      ['none', 'null'],
    ] as const
  ).map(([name, driver]) => ({
    id: newId(),
    name,
    driver,
    labels: {},
    created: now,
    internal: false,
    attachable: false,
    options: {},
  }));
}

/** Same name and same behaviour, same ID: so one image is one image on every ship of a fleet. */
function makeImage(name: string, behaviour: Behaviour, created: number): PaperImage {
  const id = `sha256:${createHash('sha256')
    .update(JSON.stringify([name, behaviour]))
    .digest('hex')}`;
  return { id, tags: [familiar(name)], digests: [], created, size: 104_000_000, behaviour };
}

/** Adds an image, or a name to one that is there; a name is taken from the image that had it. */
export function addImage(engine: PaperEngine, image: PaperImage): void {
  for (const other of engine.images) {
    if (other.id !== image.id) other.tags = other.tags.filter((tag) => !image.tags.includes(tag));
  }
  const here = engine.images.find(({ id }) => id === image.id);
  if (!here) {
    engine.images.unshift(image);
    return;
  }
  here.tags = [...new Set([...here.tags, ...image.tags])];
  here.digests = [...new Set([...here.digests, ...image.digests])];
}

/** An engine with nothing on it. `settings` replaces what it says about itself. */
export function paperEngine(settings: Partial<PaperEngine> = {}): PaperEngine {
  const letters = [...randomBytes(48)].map((byte) => BASE32[byte % 32]).join('');
  const engine: PaperEngine = {
    id: letters.replace(/(.{4})(?!$)/g, '$1:'),
    version: '20.10.24',
    arch: 'x86_64',
    os: 'linux',
    memory: 8_589_934_592,
    cpus: 4,
    name: 'paper',
    now: Date.now,
    images: [],
    containers: [],
    networks: [],
    volumes: [],
    registry: new Map(),
    taken: new Set(),
    calls: [],
    image(name, behaviour = {}) {
      const image = makeImage(name, behaviour, engine.now());
      addImage(engine, image);
      return image.id;
    },
    offer(name, behaviour = {}) {
      const image = makeImage(name, behaviour, engine.now());
      const digest = createHash('sha256').update(image.id).digest('hex');
      const [tag = ''] = image.tags;
      image.digests = [`${tag.slice(0, tag.lastIndexOf(':'))}@sha256:${digest}`];
      engine.registry.set(tag, image);
      return image.id;
    },
    container(name) {
      const found = engine.containers.find((container) => container.name === name);
      if (!found) throw new Error(`no container ${name} on ${engine.name}`);
      return found;
    },
    exit(name, code) {
      finish(engine, engine.container(name), code);
    },
    ...settings,
  };
  engine.networks.push(...born(engine.now()));
  return engine;
}
