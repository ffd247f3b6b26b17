import type { Ship } from '../compose/index.ts';
import { quote, quoteAll } from '../docker/index.ts';

/** The keys that would detach from a command: nobody types them, and the engine tells the command by them. */
export function detachKeys(key: string): string {
  return ['ctrl-@', ...key].join(',');
}

/**
 * Sends a signal to a command that `docker exec` runs, and to all that it started in its process group: docker's client
 * does not pass signals on, and leaves the command running when it ends. Sh text, whose status is 0 when the signal was
 * sent or the command has ended, and 1 when neither root on the ship nor a shell or kill in the image would do.
 *
 * The engine knows the command's process; who may not signal it from outside goes into the container, with the image's
 * own shell or kill, or else with the ship's, in a container that sees the same processes.
 */
export function signalScript({ docker }: Pick<Ship, 'docker'>, container: string, key: string, signal: string): string {
  const keys = Buffer.from(`\0${key}`).toString('base64');
  const kill = `kill -${signal} -$N`;
  return `
docker() { command ${quoteAll(docker)} "$@" </dev/null; }
engine() { printf 'GET %s HTTP/1.0\\r\\n\\r\\n' "$1" | command ${quoteAll(docker)} system dial-stdio; }
inspect() { docker container inspect -f "$1" ${quote(container)}; }
tries=0 P=
while [ $tries -lt 3 ]; do
  state=
  for id in $(inspect '{{range .ExecIDs}}{{println .}}{{end}}'); do
    state=$(engine "/exec/$id/json" | grep -F '"DetachKeys":"${keys}"') && break
  done
  case $state in *'"Running":false,"ExitCode":'[0-9]*) exit 0 ;; esac
  P=$(echo "$state" | sed -n 's/.*"Running":true.*"Pid":\\([1-9][0-9]*\\).*/\\1/p')
  [ -z "$P" ] || break
  tries=$((tries + 1))
  sleep 1
done
[ -n "$P" ] || exit 1
kill -${signal} -$P && exit
N=$(sed -n 's/^NSpid:.*[[:space:]]//p' /proc/$P/status)
[ -n "$N" ] || exit 0
docker exec --user 0 ${quote(container)} sh -c "${kill}" && exit
docker exec --user 0 ${quote(container)} ${kill} && exit
set --
for folder in /bin /lib /lib64 /usr; do [ ! -d $folder ] || set -- "$@" -v $folder:$folder:ro; done
docker run --rm --pull never --pid ${quote(`container:${container}`)} --network none --user 0 --read-only "$@" \\
  --entrypoint /bin/sh "$(inspect '{{.Image}}')" -c "${kill}" && exit
exit 1`;
}
