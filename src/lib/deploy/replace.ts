import {
  type Command,
  type Container,
  create,
  hookCommands,
  hooksOf,
  quote,
  removeContainer,
  rename,
  type Spec,
  setRestart,
  start,
  stop,
  toShell,
} from '../docker/index.ts';
import type { Step } from '../plan/index.ts';
import { postStart, preStop, startProgram } from './hooks.ts';
import { ifOurs, quiet } from './sh.ts';
import type { ShipContext } from './types.ts';
import { lastWords, settle } from './waits.ts';

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>;
export type Replacing = Of<'replace' | 'refresh'>;

/** The docker commands of a replacement that goes well. */
export function replaceCommands({ spec, old, run, keep, hooks }: Replacing, ship: ShipContext): Command[] {
  const aside = asideName(old);
  return [
    rename(old.name, aside),
    ...create(withKept({ spec, keep }), ship.stamp, ship.engine),
    ...(isUp(old) ? [setRestart(aside, 'no'), ...hookCommands(aside, hooks), stop(aside)] : []),
    ...(run ? [start(spec.name), ...hookCommands(spec.name, hooksOf(spec, 'post_start'))] : []),
    removeContainer(aside),
  ];
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
export function replaceProgram(step: Replacing, ship: ShipContext): string {
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
          ...preStop(aside, step.hooks),
          `${quiet([stop(aside)])} ${orBack("'the old container did not stop'")}`,
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
    quiet([removeContainer(aside)]),
  ].join('\n');
}

/** Replaces the container if a name no longer means what it did. */
export function refreshProgram(step: Of<'refresh'>, ship: ShipContext): string {
  const same = step.unless.map(
    ({ kind, name, id }) =>
      `[ "$(docker ${kind} inspect --format '{{.Id}}' ${quote(name)} 2>/dev/null)" = ${quote(id)} ]`,
  );
  const stopped = step.old.state === 'created' || step.old.state === 'exited';
  const stays = step.run && stopped ? startProgram(step.old.name, hooksOf(step.spec, 'post_start')) : 'return 0';
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
