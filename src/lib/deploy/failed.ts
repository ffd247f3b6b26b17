import { failedName, quote, rename, type Spec, setRestart, toShell } from '../docker/index.ts';
import { ifOurs } from './sh.ts';
import type { ShipContext } from './types.ts';
import { lastWords } from './waits.ts';

/**
 * What becomes of a new container that is no good, which has `name` and is what the spec says: its last words are told,
 * then it is stopped and kept for a look under another name, or removed where none is to be kept.
 */
export function giveUp(name: string, spec: Spec, keep: number, ship: ShipContext): string {
  const own = quote(name);
  const failed = failedName(spec, ship.stamp);
  const remove = `docker rm -f -v ${own} >/dev/null`;
  const away =
    keep === 0
      ? remove
      : `${toShell(setRestart(name, 'no'))} >/dev/null; docker stop -t 0 ${own} >/dev/null
  if ${toShell(rename(name, failed))}; then echo ${quote(`it is kept for a look: docker logs ${failed}`)}; else ${remove}; fi`;
  return ifOurs(name, ship.stamp, `${lastWords(own)}; ${away}`);
}

/** Removes all but the newest of what is kept so of the service. */
export function forgetFailed({ project, service }: Spec, keep: number): string {
  const labels = [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`];
  const filters = labels.map((label) => `--filter ${quote(`label=${label}`)}`).join(' ');
  return `docker ps -a ${filters} --format '{{.Names}} {{.Label "compowarm.deploy"}}' | while read -r n d; do
  case $n in *_failed_"$d") echo "$n" ;; esac
done | tail -n +${keep + 1} | while read -r n; do docker rm -v "$n" >/dev/null </dev/null; done
:`;
}
