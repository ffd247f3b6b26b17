import { quote } from '../docker/index.ts';

/** Seconds that a container without a healthcheck has to run before the one it replaces is given up. */
const SETTLE = 5;

/** `running healthy`, or `running` for one without a healthcheck. */
const STATUS = `'{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}'`;

/** What the last check of a container's health printed. */
const LAST_CHECK = `'{{$o := ""}}{{if .State.Health}}{{range .State.Health.Log}}{{$o = .Output}}{{end}}{{end}}{{$o}}'`;

/** Tells what a container's last check printed, as output, and its last log lines; `name` is quoted. */
export function lastWords(name: string): string {
  return `docker inspect --format ${LAST_CHECK} ${name} | grep .; last_log ${name}`;
}

/** Makes of a status one word for people: `running unhealthy` is `unhealthy`, `exited unhealthy` is `exited`. */
const PLAIN = 's=${s#running }; s=${s%% *}';

/** Ends well when the container is healthy. */
export function waitUntilHealthy(container: string): string {
  const name = quote(container);
  return `while :; do
  s=$(docker inspect --format ${STATUS} ${name}) || return 1
  case $s in
    'running healthy') return 0 ;;
    'running starting') ;;
    running) echo ${quote(`${container} has no healthcheck, so it never becomes healthy`)}; return 1 ;;
    *)
      ${lastWords(name)}
      ${PLAIN}
      echo ${name} "is $s"
      return 1
      ;;
  esac
  ${UNLESS_GONE}
  sleep 0.5
done`;
}

/** Ends well when the container has. */
export function waitUntilCompleted(container: string): string {
  const name = quote(container);
  return `while :; do
  s=$(docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' ${name}) || return 1
  case $s in
    'exited 0') return 0 ;;
    exited* | dead*)
      last_log ${name}
      echo ${name} "did not end well (exit \${s#* })"
      return 1
      ;;
  esac
  ${UNLESS_GONE}
  sleep 0.5
done`;
}

const UNLESS_GONE = `[ ! -e "$D/halt" ] || { echo 'no longer waited for: the laptop has gone'; return 1; }`;

/** Good when healthy, or, without a healthcheck, when it has run for a while without a restart. */
export function settle(container: string): string {
  const name = quote(container);
  return `n=0
while :; do
  s=$(docker inspect --format '{{.RestartCount}} '${STATUS} ${name}) || { s='not to be seen'; return 1; }
  case $s in
    *' running healthy') return 0 ;;
    *' running starting') ;;
    '0 running') [ "$n" -lt ${SETTLE} ] || return 0 ;;
    *' running') s=restarting; return 1 ;;
    *) s=\${s#* }; ${PLAIN}; return 1 ;;
  esac
  n=$((n+1))
  sleep 1
done`;
}
