/** An image's name as docker writes it: `redis` and `docker.io/library/redis` are `redis:latest`. */
export function familiar(name: string): string {
  const short = name.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '');
  if (short.includes('@')) return short;
  return /:[^/]+$/.test(short) ? short : `${short}:latest`;
}

/** The name without tag and digest. */
export function repository(name: string): string {
  return familiar(name)
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '');
}

/** Whether an ID, whole or cut short as people type it, names this one. */
export function isId(id: string, asked: string): boolean {
  const [algorithm, hex] = id.startsWith('sha256:') ? ['sha256:', id.slice(7)] : ['', id];
  const wanted = algorithm && asked.startsWith(algorithm) ? asked.slice(algorithm.length) : asked;
  return /^[0-9a-f]+$/.test(wanted) && hex.startsWith(wanted);
}

/** Docker's twelve digits of an ID. */
export function shortId(id: string): string {
  return id.replace('sha256:', '').slice(0, 12);
}
