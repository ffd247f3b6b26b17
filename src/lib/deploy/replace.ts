import {
  asideName,
  type Command,
  type Container,
  create,
  hookCommands,
  hooksOf,
  quote,
  rejoin,
  removeContainer,
  rename,
  setRestart,
  start,
  stop,
  toShell,
} from '../docker/index.ts';
import type { Replacement, Step } from '../plan/index.ts';
import { forgetFailed, giveUp } from './failed.ts';
import { postStart, preStop, startProgram } from './hooks.ts';
import { withKept } from './kept.ts';
import { all, quiet } from './sh.ts';
import { startFirst, startFirstCommands } from './start-first.ts';
import type { ShipContext } from './types.ts';
import { pause, settle } from './waits.ts';

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>;

/** The docker commands of a replacement that goes well. */
export function replaceCommands(step: Replacement, ship: ShipContext): Command[] {
  const aside = asideName(step.old);
  const commands = step.order === 'start-first' ? startFirstCommands(step, ship) : stopFirstCommands(step, ship);
  return step.retains ? commands : [...commands, removeContainer(aside)];
}

/**
 * One program on the ship, so that a laptop that goes away in the middle leaves either the new container or the old one,
 * running as it ran. The old one loses its restart policy while it waits, for a stopped container that always restarts
 * comes back with the daemon.
 */
export function replaceProgram(step: Replacement, ship: ShipContext): string {
  const { old, spec, keepFailed } = step;
  return [
    ...(step.delay ? [pause(step.delay)] : []),
    ...(step.order === 'start-first' ? startFirst(step, ship) : stopFirst(step, ship)),
    ...(step.tooManyFailed ? [forgetFailed(spec, keepFailed)] : []),
    ...(step.retains ? [] : [quiet([removeContainer(asideName(old))])]),
  ].join('\n');
}

function stopFirstCommands(
  { spec, old, run, keep, hooks, grace }: Replacement,
  { stamp, engine }: ShipContext,
): Command[] {
  const aside = asideName(old);
  return [
    rename(old.name, aside),
    ...create(withKept({ spec, keep }), stamp, engine),
    ...(isUp(old) ? [setRestart(aside, 'no'), ...hookCommands(aside, hooks), stop(aside, grace)] : []),
    ...(run ? [start(spec.name), ...hookCommands(spec.name, hooksOf(spec, 'post_start'))] : []),
  ];
}

/** All is made beforehand: the gap is one stop and one start. */
function stopFirst(step: Replacement, ship: ShipContext): string[] {
  const { old, spec, run } = step;
  const aside = asideName(old);
  const orBack = (reason: string) => `|| { back ${reason}; return 1; }`;
  const mayEnd = old.state === 'exited' && old.exitCode === 0;
  return [
    `settled() {\n${settle(spec.name, { seconds: step.monitor, mayEnd })}\n}`,
    `back() {\n${goBack(step, ship)}\n}`,
    ...(old.name === aside ? [] : [`${toShell(rename(old.name, aside))} || return 1`]),
    `${quiet(create(withKept(step), ship.stamp, ship.engine))} ${orBack("'the new container could not be made'")}`,
    ...(isUp(old)
      ? [
          `${toShell(setRestart(aside, 'no'))} >/dev/null`,
          ...preStop(aside, step.hooks),
          `${quiet([stop(aside, step.grace)])} ${orBack("'the old container did not stop'")}`,
        ]
      : []),
    ...(run
      ? [
          `${quiet([start(spec.name)])} ${orBack("'the new container did not start'")}`,
          ...postStart(spec.name, hooksOf(spec, 'post_start')).map(
            (hook) => `${hook} ${orBack("'the new container is no good'")}`,
          ),
          `settled ${orBack('"the new container is $s"')}`,
        ]
      : []),
  ];
}

/** Puts the old container in its place again, and says so behind the reason, which is the first argument. */
function goBack({ old, spec, keepFailed }: Replacement, ship: ShipContext): string {
  return [
    `b= o=${quote(old.name)}`,
    giveUp(spec.name, spec, keepFailed, ship),
    ...returnOld(old),
    ...(keepFailed > 0 ? [forgetFailed(spec, keepFailed)] : []),
    'echo "$1$b"',
  ].join('\n');
}

/** Gives an old container its name, its policy and its run back; `$o` is its name, and `$b` says so. */
function returnOld(old: Container): string[] {
  const aside = asideName(old);
  const held = old.state === 'paused' ? ' && docker pause "$o" >/dev/null' : '';
  return [
    // where the name is still taken, what has it is not the old one
    ...(old.name === aside ? [] : [`${toShell(rename(aside, old.name))} || o=${quote(aside)}`]),
    ...(isUp(old)
      ? [
          `docker update --restart ${quote(old.restart)} "$o" >/dev/null`,
          `docker start "$o" >/dev/null${held} && b="; $o is back as it was"`,
        ]
      : []),
  ];
}

/** Replaces the container if a name no longer means what it did. */
export function refreshProgram(step: Of<'refresh'>, ship: ShipContext): string {
  const same = step.unless.map(
    ({ kind, name, id }) =>
      `[ "$(docker ${kind} inspect --format '{{.Id}}' ${quote(name)} 2>/dev/null)" = ${quote(id)} ]`,
  );
  const stopped = step.old.state === 'created' || step.old.state === 'exited';
  const stays = step.run && stopped ? startProgram(step.old.name, hooksOf(step.spec, 'post_start')) : 'return 0';
  return `if ${same.join(' && ')}; then\n${stays}\nelse\nsay "$i" anew >&5\n${replaceProgram(step, ship)}\nfi`;
}

/** Where the replacement left one, the old container is there, stopped and under another name. */
function unlessLeft(aside: string): string {
  return `docker container inspect ${quote(aside)} >/dev/null 2>&1 || return 0`;
}

/** Removes the old container of a replacement. */
export function retireProgram({ container }: Of<'retire'>): string {
  return `${unlessLeft(container)}\n${quiet([removeContainer(container)])}`;
}

/** The docker commands that put the old container back where the new one went well, but not those of others. */
export function revertCommands({ replaced: { spec, old, was } }: Of<'revert'>): Command[] {
  const aside = asideName(old);
  return [
    ...(was ? rejoin(was, aside) : []),
    ...hookCommands(spec.name, hooksOf(spec, 'pre_stop')),
    stop(spec.name),
    removeContainer(spec.name, { volumes: true }),
    rename(aside, old.name),
    ...(isUp(old) ? [setRestart(old.name, old.restart), start(old.name)] : []),
  ];
}

/** The old one starts first where the new one did. */
export function revertProgram({ replaced }: Of<'revert'>): string {
  const { spec, old, was, run, order, monitor } = replaced;
  const aside = asideName(old);
  return [
    unlessLeft(aside),
    ...(was ? [quiet(rejoin(was, aside))] : []),
    ...(order === 'start-first'
      ? [
          `settled() {\n${settle(aside, { seconds: monitor, mayEnd: false })}\n}`,
          `${quiet([start(aside)])} && settled || { echo "the old container is $s"; return 1; }`,
        ]
      : []),
    ...(run ? [...preStop(spec.name, hooksOf(spec, 'pre_stop')), quiet([stop(spec.name)])] : []),
    `${all([removeContainer(spec.name, { volumes: true })])} >/dev/null || return 1`,
    `b= o=${quote(old.name)}`,
    ...returnOld(old),
  ].join('\n');
}

function isUp(container: Container): boolean {
  return container.state === 'running' || container.state === 'restarting' || container.state === 'paused';
}
