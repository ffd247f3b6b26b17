import { addImage } from './engine.ts';
import { familiar, repository, shortId } from './names.ts';
import { DaemonError } from './refusal.ts';
import type { PaperEngine } from './types.ts';

/** Pulls an image from the registry; what docker prints meanwhile. Throws the daemon's words when it is not there. */
export function pull(engine: PaperEngine, asked: string): string {
  const name = familiar(asked);
  const offered =
    engine.registry.get(name) ?? [...engine.registry.values()].find(({ digests }) => digests.includes(name));
  const tag = name.slice(name.indexOf('@') < 0 ? name.lastIndexOf(':') + 1 : name.indexOf('@') + 1);
  if (!offered) {
    if ([...engine.registry.keys()].some((other) => repository(other) === repository(name))) {
      throw new DaemonError(`manifest for ${name} not found: manifest unknown: manifest unknown`);
    }
    const cause = "repository does not exist or may require 'docker login'";
    const denied = 'denied: requested access to the resource is denied';
    throw new DaemonError(`pull access denied for ${repository(name)}, ${cause}: ${denied}`);
  }
  const current = engine.images.some(({ id, tags, digests }) => {
    return id === offered.id && [...tags, ...digests].includes(name);
  });
  const path = repository(name);
  const whole = /[.:]|^localhost/.test(path.split('/')[0] ?? '') && path.includes('/') ? name : hub(name);
  const layer = shortId(offered.id);
  addImage(engine, { ...offered, tags: name.includes('@') ? [] : [name], digests: [...offered.digests] });
  return [
    `${tag}: Pulling from ${path.includes('/') ? path : `library/${path}`}`,
    ...(current ? [] : ['Pulling fs layer', 'Download complete', 'Pull complete'].map((step) => `${layer}: ${step}`)),
    `Digest: ${offered.digests[0]?.split('@')[1]}`,
    current ? `Status: Image is up to date for ${name}` : `Status: Downloaded newer image for ${name}`,
    whole,
  ].join('\n');
}

function hub(name: string): string {
  return `docker.io/${name.includes('/') ? name : `library/${name}`}`;
}
