import {
  build,
  type Command,
  create,
  type DeployRecord,
  hookCommands,
  hooksOf,
  kill,
  networkCreate,
  pause,
  pull,
  quote,
  recordText,
  removeContainer,
  removeImage,
  removeNetwork,
  removeVolume,
  restart,
  run,
  type Spec,
  type Stamp,
  start,
  stop,
  tag,
  unpause,
  update,
  volumeCreate,
} from '../docker/index.ts';
import { recordPath } from '../fleet/index.ts';
import type { Step } from '../plan/index.ts';
import { bringProgram, dropProgram, tidyProgram } from './bring.ts';
import { postStart, preStop, startProgram } from './hooks.ts';
import { renewCommands, renewProgram } from './renew.ts';
import {
  refreshProgram,
  replaceCommands,
  replaceProgram,
  retireProgram,
  revertCommands,
  revertProgram,
} from './replace.ts';
import { all, ifOurs, inTurn, quiet } from './sh.ts';
import type { ShipContext } from './types.ts';
import { waitUntilCompleted, waitUntilHealthy, waitUntilReady } from './waits.ts';

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>;

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

const REMOVE: Record<Of<'remove'>['target'], (name: string) => Command[]> = {
  container: (name) => [removeContainer(name)],
  network: (name) => [removeNetwork(name)],
  volume: (name) => [removeVolume(name)],
  image: (name) => [removeImage(name)],
  data: () => [],
};

const COMMANDS: { [K in Step['kind']]: (step: Of<K>, ship: ShipContext) => Command[] } = {
  pull: (step) => [pull(step.image, step.platform)],
  build: (step, ship) => [build({ ...step, project: ship.project }, ship.stamp.version)],
  network: (step, ship) => [networkCreate(ship.project, step.key, step.network, ship.stamp.version)],
  renew: renewCommands,
  volume: (step, ship) => [volumeCreate(ship.project, step.key, step.volume, ship.stamp.version)],
  bring: () => [],
  tidy: () => [],
  tag: ({ image, imageId, digest }) => [...(digest ? [pull(digest)] : []), tag(imageId, image)],
  create: (step, ship) => [...creation(step, ship), ...hookCommands(step.spec.name, startHooks(step))],
  update: (step) => [update(step.container, step.keys, step.spec.config)],
  start: (step) => [start(step.container), ...hookCommands(step.container, step.hooks)],
  wait: () => [],
  complete: () => [],
  ready: () => [],
  replace: replaceCommands,
  refresh: replaceCommands,
  retire: (step) => [removeContainer(step.container)],
  revert: revertCommands,
  stop: (step) => [...hookCommands(step.container, step.hooks), stop(step.container, step.grace)],
  restart: (step) => [
    ...hookCommands(step.container, step.hooks),
    restart(step.container, step.grace),
    ...hookCommands(step.container, step.started),
  ],
  kill: (step) => [kill(step.container, step.signal)],
  pause: (step) => [pause(step.container)],
  unpause: (step) => [unpause(step.container)],
  remove: (step) => REMOVE[step.target](step.name),
  forget: () => [],
  record: () => [],
};

const PROGRAMS: { [K in Step['kind']]?: (step: Of<K>, ship: ShipContext) => string } = {
  pull: pullProgram,
  build: (step, ship) => all(commandsOf(step, ship)),
  bring: (step, ship) => bringProgram(ship.stamp.store, step.file),
  tidy: (step, ship) => tidyProgram(ship.stamp.store, step.ids),
  forget: (step, ship) => forgetProgram(ship.stamp.store, step.deploys),
  renew: renewProgram,
  create: createProgram,
  start: (step) => startProgram(step.container, step.hooks),
  stop: (step) => [...preStop(step.container, step.hooks), quiet([stop(step.container, step.grace)])].join('\n'),
  restart: restartProgram,
  wait: (step) => waitUntilHealthy(step.container, step.limit),
  complete: (step) => waitUntilCompleted(step.container, step.limit),
  ready: (step) => waitUntilReady(step.container, step.limit),
  replace: replaceProgram,
  refresh: refreshProgram,
  retire: retireProgram,
  revert: revertProgram,
  remove: removeProgram,
  record: (step, ship) => recordProgram(ship.engine.id, ship.project, step.record),
};

function restartProgram({ container, hooks, started, grace }: Of<'restart'>): string {
  const begun = inTurn([quiet([restart(container, grace)]), ...postStart(container, started)]);
  return [...preStop(container, hooks), begun].join('\n');
}

/** An engine knows since when it has had an image under its name. */
function pullProgram(step: Of<'pull'>, ship: ShipContext): string {
  const fetch = all(commandsOf(step, ship));
  if (step.olderThan === undefined) return fetch;
  const since = `docker image inspect --format '{{.Metadata.LastTagTime.Unix}}' ${quote(step.image)} 2>/dev/null`;
  return `t=$(${since}) || t=0\n[ "$t" -ge ${step.olderThan} ] || ${fetch}`;
}

/** An image that something else is made from stays. */
function removeProgram(step: Of<'remove'>, ship: ShipContext): string {
  if (step.target === 'data') return dropProgram(ship.stamp.store, step.name);
  const commands = commandsOf(step, ship);
  return step.target === 'image'
    ? `r=$(${all(commands)} 2>&1) || say "$i" "note it stays: ${'${r##*: }'}" >&5`
    : quiet(commands);
}

function creation(step: Of<'create'>, ship: ShipContext): Command[] {
  return (step.run ? run : create)(step.spec, ship.stamp, ship.engine);
}

function startHooks({ spec, run: runs }: Of<'create'>) {
  return runs ? hooksOf(spec, 'post_start') : undefined;
}

function createProgram(step: Of<'create'>, ship: ShipContext): string {
  const made = [quiet(creation(step, ship)), ...postStart(step.spec.name, startHooks(step))];
  return `${inTurn(made)} || ${undoCreate(step.spec, ship.stamp)}`;
}

/** A container that was made and would not start is taken away again. */
function undoCreate(spec: Spec, stamp: Stamp): string {
  return `{
  c=$?
  ${ifOurs(spec.name, stamp, `docker rm -f -v ${quote(spec.name)} >/dev/null`)}
  return "$c"
}`;
}

/** Deploys of which a ship keeps the record. */
const HISTORY = 20;

/** Writes the record beside its place and moves it there, so that it is always whole, with a copy for the history; null takes all away. */
export function recordProgram(engine: string, project: string, record: DeployRecord | null): string {
  const { folder, file, deploys } = recordPath(engine, project);
  if (record === null) return `rm -rf "${deploys}" "${file}"; rmdir "${folder}" 2>/dev/null; :`;
  const { generation, deploy } = record;
  return `umask 077
d="${deploys}"
mkdir -p "$d" &&
printf '%s\\n' ${quote(recordText(record))} >"${file}.new" &&
cp "${file}.new" "$d/+" &&
mv "$d/+" "$d/${generation}-${deploy}.json" &&
mv "${file}.new" "${file}" || return 1
ls "$d" | sort -rn | tail -n +${HISTORY + 1} | while read -r f; do rm -f "$d/$f"; done`;
}

function forgetProgram(store: string, deploys: readonly string[]): string {
  return `rm -f ${deploys.map((deploy) => quote(`${store}.deploys/${deploy}.json`)).join(' ')}`;
}
