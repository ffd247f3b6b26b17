import type { UsedImage } from './deploy-record.ts';

/**
 * An image's name as `docker image ls` writes it: `redis` and `docker.io/library/redis` are both `redis:latest`, and
 * beside a digest the tag says nothing (`redis:7@sha256:...` is `redis@sha256:...`).
 */
export function imageName(reference: string): string {
  const [name = '', digest] = reference.split('@');
  const tagAt = name.indexOf(':', name.lastIndexOf('/') + 1);
  const repository = familiar(tagAt < 0 ? name : name.slice(0, tagAt));
  if (digest) return `${repository}@${digest}`;
  return `${repository}:${tagAt < 0 ? 'latest' : name.slice(tagAt + 1)}`;
}

/** What a container was made from, by the ID of the image and the names, digests among them, that it goes by. */
export function usedImage(
  id: string,
  reference: string,
  names: readonly string[],
  volumes: readonly string[] = [],
): UsedImage {
  const digest = names.find((name) => name.startsWith(`${repositoryOf(reference)}@`));
  return { id, ...(digest ? { digest } : {}), ...(volumes.length > 0 ? { volumes: [...volumes] } : {}) };
}

/** An image's name without tag and digest. */
export function repositoryOf(reference: string): string {
  return imageName(reference).replace(/(@.*|:[^/:@]*)$/, '');
}

/** Without Docker Hub's own address, and without `library/` where nothing else is in front of the name. */
function familiar(repository: string): string {
  return repository.replace(/^(index\.)?docker\.io\//, '').replace(/^library\/(?=[^/]+$)/, '');
}
