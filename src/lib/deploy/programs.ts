import {
  build,
  type Command,
  type Container,
  create,
  type DeployRecord,
  type Engine,
  networkCreate,
  pull,
  quote,
  removeContainer,
  removeNetwork,
  removeVolume,
  rename,
  run,
  type Spec,
  type Stamp,
  setRestart,
  start,
  stop,
  toShell,
  update,
  volumeCreate,
} from '../docker/index.ts';
import { recordPath } from '../fleet/index.ts';
import type { Step } from '../plan/index.ts';
import { bringProgram, tidyProgram } from './bring.ts';

/** What a step's commands depend on beside the step. */
export interface ShipContext {
  project: string;
  engine: Engine;
  /** The words that call docker there. */
  docker: string[];
  stamp: Stamp;
}

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>;
type Replacing = Of<'replace' | 'refresh'>;

/** Seconds that a container without a healthcheck has to run before the one it replaces is given up. */
const SETTLE = 5;

/** The docker commands of a step, in order, as a person would type them. */
export function commandsOf(step: Step, ship: ShipContext): Command[] {
  const list = COMMANDS[step.kind] as (step: Step, ship: ShipContext) => Command[];
  return list(step, ship);
}

/** A step as sh: its docker commands with what makes it whole or undone. Its status is the step's. */
export function programOf(step: Step, ship: ShipContext): string {
  const program = PROGRAMS[step.kind] as ((step: Step, ship: ShipContext) => string) | undefined;
  return program ? program(step, ship) : quiet(commandsOf(step, ship));
}

const REMOVE = { container: removeContainer, network: removeNetwork, volume: removeVolume };

const COMMANDS: { [K in Step['kind']]: (step: Of<K>, ship: ShipContext) => Command[] } = {
  pull: (step) => [pull(step.image, step.platform)],
  build: (step, ship) => [build({ ...step, project: ship.project }, ship.stamp.version)],
  network: (step, ship) => [networkCreate(ship.project, step.key, step.network, ship.stamp.version)],
  volume: (step, ship) => [volumeCreate(ship.project, step.key, step.volume, ship.stamp.version)],
  bring: () => [],
  tidy: () => [],
  create: (step, ship) => (step.run ? run : create)(step.spec, ship.stamp, ship.engine),
  update: (step) => [update(step.container, step.keys, step.spec.config)],
  start: (step) => [start(step.container)],
  wait: () => [],
  complete: () => [],
  replace: replaceCommands,
  refresh: replaceCommands,
  stop: (step) => [stop(step.container)],
  remove: (step) => [REMOVE[step.target](step.name)],
  record: () => [],
};

const PROGRAMS: { [K in Step['kind']]?: (step: Of<K>, ship: ShipContext) => string } = {
  pull: pullProgram,
  build: (step, ship) => all(commandsOf(step, ship)),
  bring: (step, ship) => bringProgram(ship.stamp.store, step.file),
  tidy: (step, ship) => tidyProgram(ship.stamp.store, step.ids),
  create: (step, ship) => `${quiet(commandsOf(step, ship))} || ${undoCreate(step.spec, ship.stamp)}`,
  wait: (step) => waitUntilHealthy(step.container),
  complete: (step) => waitUntilCompleted(step.container),
  replace: replaceProgram,
  refresh: refreshProgram,
  record: (step, ship) => recordProgram(ship.engine.id, ship.project, step.record),
};

function replaceCommands({ spec, old, run, keep }: Replacing, ship: ShipContext): Command[] {
  const aside = asideName(old);
  return [
    rename(old.name, aside),
    ...create(withKept({ spec, keep }), ship.stamp, ship.engine),
    ...(isUp(old) ? [setRestart(aside, 'no'), stop(aside)] : []),
    ...(run ? [start(spec.name)] : []),
    removeContainer(aside),
  ];
}

function all(commands: Command[]): string {
  return commands.map(toShell).join(' && ');
}

/** An engine knows since when it has had an image under its name. */
function pullProgram(step: Of<'pull'>, ship: ShipContext): string {
  const fetch = all(commandsOf(step, ship));
  if (step.olderThan === undefined) return fetch;
  const since = `docker image inspect --format '{{.Metadata.LastTagTime.Unix}}' ${quote(step.image)} 2>/dev/null`;
  return `t=$(${since}) || t=0\n[ "$t" -ge ${step.olderThan} ] || ${fetch}`;
}

/** Without the names and ids that docker prints when all went well: no one is to look for a reason among them. */
function quiet(commands: Command[]): string {
  return `{ ${all(commands)}; } >/dev/null`;
}

/** A container that was made and would not start is taken away again. */
function undoCreate(spec: Spec, stamp: Stamp): string {
  return `{
  c=$?
  ${ifOurs(spec, stamp, `docker rm -f -v ${quote(spec.name)} >/dev/null`)}
  return "$c"
}`;
}

/** Runs the command only if the container of that name is one that this deploy made: the name may be somebody else's. */
function ifOurs(spec: Spec, stamp: Stamp, command: string): string {
  const label = `docker inspect --format '{{index .Config.Labels "compowarm.deploy"}}' ${quote(spec.name)} 2>/dev/null`;
  return `[ "$(${label})" != ${quote(stamp.deploy)} ] || { ${command}; }`;
}

/** `running healthy`, or `running` for one without a healthcheck. */
const STATUS = `'{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}'`;

/** What the last check of a container's health printed. */
const LAST_CHECK = `'{{$o := ""}}{{if .State.Health}}{{range .State.Health.Log}}{{$o = .Output}}{{end}}{{end}}{{$o}}'`;

/** Tells what a container's last check printed, as output, and its last log lines; `name` is quoted. */
function lastWords(name: string): string {
  return `docker inspect --format ${LAST_CHECK} ${name} | grep .; last_log ${name}`;
}

/** Makes of a status one word for people: `running unhealthy` is `unhealthy`, `exited unhealthy` is `exited`. */
const PLAIN = 's=${s#running }; s=${s%% *}';

function waitUntilHealthy(container: string): string {
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

function waitUntilCompleted(container: string): string {
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
function settle(container: string): string {
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

/** The name that an old container has while its successor proves itself. */
export function asideName(old: Container): string {
  return `${old.id.slice(0, 12)}_${old.name.replace(/^[0-9a-f]{12}_/, '')}`;
}

function isUp(container: Container): boolean {
  return container.state === 'running' || container.state === 'restarting' || container.state === 'paused';
}

function withKept({ spec, keep }: Pick<Replacing, 'spec' | 'keep'>): Spec {
  const kept = keep.map(({ name, target }) => ({ type: 'volume' as const, source: name, target }));
  const said = spec.config.volumes.filter((mount) => !keep.some(({ target }) => target === mount.target));
  return { ...spec, config: { ...spec.config, volumes: [...said, ...kept] } };
}

/**
 * Stop, rename, run, wait, undo on failure: one program, so that a laptop that goes away in the middle leaves either the
 * new container or the old one, running as it ran. The old one loses its restart policy while it waits, for a stopped
 * container that always restarts comes back with the daemon.
 */
function replaceProgram(step: Replacing, ship: ShipContext): string {
  const { old, spec, run } = step;
  const aside = asideName(old);
  const orBack = (reason: string) => `|| { back ${reason}; return 1; }`;
  return [
    `settled() {\n${settle(spec.name)}\n}`,
    `back() {\n${goBack(step, ship)}\n}`,
    ...(old.name === aside ? [] : [`${toShell(rename(old.name, aside))} || return 1`]),
    `${quiet(create(withKept(step), ship.stamp, ship.engine))} ${orBack("'the new container could not be made'")}`,
    ...(isUp(old)
      ? [
          `${toShell(setRestart(aside, 'no'))} >/dev/null`,
          `${quiet([stop(aside)])} ${orBack("'the old container did not stop'")}`,
        ]
      : []),
    ...(run
      ? [
          `${quiet([start(spec.name)])} ${orBack("'the new container did not start'")}`,
          `settled ${orBack('"the new container is $s"')}`,
        ]
      : []),
    quiet([removeContainer(aside)]),
  ].join('\n');
}

/** Replaces the container if a name no longer means what it did. */
function refreshProgram(step: Of<'refresh'>, ship: ShipContext): string {
  const same = step.unless.map(
    ({ kind, name, id }) =>
      `[ "$(docker ${kind} inspect --format '{{.Id}}' ${quote(name)} 2>/dev/null)" = ${quote(id)} ]`,
  );
  const stopped = step.old.state === 'created' || step.old.state === 'exited';
  const stays = step.run && stopped ? quiet([start(step.old.name)]) : 'return 0';
  return `if ${same.join(' && ')}; then\n${stays}\nelse\n${replaceProgram(step, ship)}\nfi`;
}

/** Puts the old container in its place again, and says so behind the reason, which is the first argument. */
function goBack({ old, spec }: Replacing, ship: ShipContext): string {
  const aside = asideName(old);
  const next = quote(spec.name);
  const held = old.state === 'paused' ? ' && docker pause "$o" >/dev/null' : '';
  return [
    `b= o=${quote(old.name)}`,
    ifOurs(spec, ship.stamp, `${lastWords(next)}; docker rm -f -v ${next} >/dev/null`),
    // where the name is still taken, what has it is not the old one
    ...(old.name === aside ? [] : [`${toShell(rename(aside, old.name))} || o=${quote(aside)}`]),
    ...(isUp(old)
      ? [
          `docker update --restart ${quote(old.restart)} "$o" >/dev/null`,
          `docker start "$o" >/dev/null${held} && b="; $o is back as it was"`,
        ]
      : []),
    'echo "$1$b"',
  ].join('\n');
}

/** Writes the record beside its place and moves it there, so that it is always whole; null takes it away. */
export function recordProgram(engine: string, project: string, record: DeployRecord | null): string {
  const { folder, file } = recordPath(engine, project);
  if (record === null) return `rm -f "${file}"; rmdir "${folder}" 2>/dev/null; :`;
  return `umask 077
mkdir -p "${folder}" &&
printf '%s' ${quote(JSON.stringify(record))} >"${file}.new" &&
mv "${file}.new" "${file}"`;
}
