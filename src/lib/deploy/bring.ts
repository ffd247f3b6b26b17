import { carriedAs, quote, ROOT, type SpecFile, storedAt } from '../docker/index.ts';
import type { Wire } from '../fleet/index.ts';

/** Bytes of content, packed, up to which it goes in the message of its step. */
const INLINE = 64 * 1024;

/**
 * Brings packed content, while it is wanted, into the deploy's folder on the ship, under the name by which programs know it. Returns what has
 * to stand in front of the step's program: the content itself where it is small, nothing where it has been carried.
 */
export async function carryIn(
  wire: Wire,
  name: string,
  bytes: AsyncIterable<Buffer>,
  isWanted: () => boolean,
): Promise<string> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { value, done } = await chunks.next();
    if (done) return `printf %s '${Buffer.concat(first).toString('base64')}' | base64 -d >"$D/${name}" || return 1\n`;
    first.push(value);
    size += value.length;
    if (size > INLINE) break;
  }
  await wire.carry(name, joined(first, chunks, isWanted));
  return '';
}

async function* joined(first: readonly Buffer[], rest: AsyncIterator<Buffer>, isWanted: () => boolean) {
  yield* first;
  while (isWanted()) {
    const { value, done } = await rest.next();
    if (done) return;
    yield value;
  }
}

/**
 * Takes content out of the deploy's folder to where it is mounted from, or, packed, copied from: made beside its place and
 * moved there, so that it is always whole. What is there already stays as it is.
 */
export function bringProgram(store: string, file: SpecFile): string {
  const place = storedAt(store, file);
  const [there, beside] = [quote(place), quote(`${place}+`)];
  const anew = `[ ! -e ${there} ] || return 0\nrm -rf ${beside} &&`;
  if (file.by === 'copy') {
    return `${anew}
mkdir -p ${quote(`${store}.files`)} &&
cp "$D/${carriedAs(file)}" ${beside} &&
mv ${beside} ${there}`;
  }
  return `${anew}
mkdir -p ${beside}${file.by === 'keep' ? ` && mkdir -m 755 ${beside}/${ROOT}` : ''} &&
gzip -dc <"$D/${carriedAs(file)}" | tar -xpf - -C ${beside} &&
mv ${beside}/${ROOT} ${there} &&
rmdir ${beside}`;
}

/** Removes a folder that is the ship's own, and what is in it. */
export function dropProgram(store: string, id: string): string {
  const place = storedAt(store, { by: 'keep', id });
  return `rm -rf ${quote(place)} ${quote(`${place}+`)} && { rmdir ${quote(`${store}.data`)} 2>/dev/null || :; }`;
}

/** Removes content that no container mounts, and what a cut left half made: out of its place first, for it goes piece by piece. */
export function tidyProgram(store: string, ids: readonly string[]): string {
  return `f=${quote(`${store}.files`)}
for d in ${ids.map((id) => id.replace('+', '')).join(' ')}; do
  u=$(docker ps -aq --filter volume="$f/$d") || return 1
  rm -rf "$f/$d+" || return 1
  if [ -z "$u" ] && [ -e "$f/$d" ]; then
    mv "$f/$d" "$f/$d+" && rm -rf "$f/$d+" || return 1
  fi
done
rmdir "$f" 2>/dev/null
:`;
}
