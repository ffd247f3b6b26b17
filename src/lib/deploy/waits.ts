import { quote } from '../docker/index.ts';

/** `running healthy`, or `running` for one without a healthcheck. */
const STATUS = `'{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}'`;

/** What the last check of a container's health printed. */
const LAST_CHECK = `'{{$o := ""}}{{if .State.Health}}{{range .State.Health.Log}}{{$o = .Output}}{{end}}{{end}}{{$o}}'`;

/** Tells what a container's last check printed, as output, and its last log lines; `name` is quoted. */
export function lastWords(name: string): string {
  return `docker inspect --format ${LAST_CHECK} ${name} | sed -n 's/^./healthcheck: &/p'; last_log ${name}`;
}

/** Makes of a status one word for people: `running unhealthy` is `unhealthy`, `exited unhealthy` is `exited`. */
const PLAIN = 's=${s#running }; s=${s%% *}';

/** Ends well when the container is healthy. `limit` in seconds, here and below. */
export function waitUntilHealthy(container: string, limit?: number): string {
  const name = quote(container);
  return watch(name, STATUS, PLAIN, limit, [
    "'running healthy') return 0 ;;",
    "'running starting') ;;",
    `running) echo ${quote(`${container} has no healthcheck, so it never becomes healthy`)}; return 1 ;;`,
    `*) ${giveUp(name, PLAIN)} ;;`,
  ]);
}

/** Ends well when the container runs, and is healthy where it has a healthcheck, or when it has ended well. */
export function waitUntilReady(container: string, limit?: number): string {
  const name = quote(container);
  const word = `s=\${s#* }; ${PLAIN}`;
  return watch(name, `'{{.State.ExitCode}} '${STATUS}`, word, limit, [
    "*' running' | *' running healthy' | '0 exited'*) return 0 ;;",
    "*' starting' | *' restarting'*) ;;",
    `*) ${giveUp(name, word)} ;;`,
  ]);
}

/** Ends well when the container has. */
export function waitUntilCompleted(container: string, limit?: number): string {
  const name = quote(container);
  return watch(name, `'{{.State.Status}} {{.State.ExitCode}}'`, 's=${s%% *}', limit, [
    "'exited 0') return 0 ;;",
    `exited* | dead*) last_log ${name}; echo ${name} "did not end well (exit \${s#* })"; return 1 ;;`,
  ]);
}

function giveUp(name: string, word: string): string {
  return `${lastWords(name)}; ${word}; echo ${name} "is $s"; return 1`;
}

/** Looks at a container's status until one of the cases returns; `word` makes of the status one word for people. */
function watch(name: string, format: string, word: string, limit: number | undefined, cases: string[]): string {
  const late = limit && [
    `e=$(($(date +%s) + ${limit}))`,
    `[ "$(date +%s)" -le "$e" ] || { ${lastWords(name)}; ${word}; echo ${name} "is still $s after ${limit} s"; return 1; }`,
  ];
  const [begin, check] = late || [];
  return [
    ...(begin ? [begin] : []),
    'while :; do',
    `  s=$(docker inspect --format ${format} ${name}) || return 1`,
    '  case $s in',
    ...cases.map((one) => `    ${one}`),
    '  esac',
    `  ${UNLESS_GONE}`,
    ...(check ? [`  ${check}`] : []),
    '  sleep 0.5',
    'done',
  ].join('\n');
}

/** Ends a wait for which nobody waits any more. */
const UNLESS_GONE = `[ ! -e "$D/halt" ] || { echo 'no longer waited for: the laptop has gone'; return 1; }`;

/**
 * Good when healthy, or, without a healthcheck, when it has run for so many seconds without a restart, or, where `mayEnd`,
 * has ended well.
 */
export function settle(container: string, { seconds, mayEnd }: { seconds: number; mayEnd: boolean }): string {
  const name = quote(container);
  const ended = mayEnd ? `[ "$(docker inspect --format '{{.State.ExitCode}}' ${name})" = 0 ] && return 0; ` : '';
  return `n=0
while :; do
  s=$(docker inspect --format '{{.RestartCount}} '${STATUS} ${name}) || { s='not to be seen'; return 1; }
  case $s in
    *' running healthy') return 0 ;;
    *' running starting') ;;
    '0 running') [ "$n" -lt ${seconds} ] || return 0 ;;
    *' running') s=restarting; return 1 ;;
    *' exited'*) ${ended}s=exited; return 1 ;;
    *) s=\${s#* }; ${PLAIN}; return 1 ;;
  esac
  n=$((n+1))
  sleep 1
done`;
}

/** Waits for so many seconds. */
export function pause(seconds: number): string {
  return `n=0
while [ "$n" -lt ${seconds} ]; do
  ${UNLESS_GONE}
  n=$((n+1))
  sleep 1
done`;
}
