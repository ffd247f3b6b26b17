import {
  asideName,
  type Command,
  create,
  hookCommands,
  hooksOf,
  nameless,
  nextName,
  quote,
  rejoin,
  rename,
  type Spec,
  setRestart,
  start,
  stop,
  toShell,
} from '../docker/index.ts';
import type { Replacement } from '../plan/index.ts';
import { forgetFailed, giveUp } from './failed.ts';
import { postStart, preStop } from './hooks.ts';
import { withKept } from './kept.ts';
import { inTurn, quiet } from './sh.ts';
import type { ShipContext } from './types.ts';
import { settle } from './waits.ts';

/** Seconds in which what was on its way to the old container when its names were taken gets there. */
const DRAIN = 2;

interface Parts {
  next: Spec;
  aside: string;
  /** Gives the new container its names. */
  names: Command[];
  /** Takes those of the old one. */
  strip: Command[];
}

function partsOf({ spec, old, was }: Replacement, ship: ShipContext): Parts {
  const [next, aside] = [{ ...spec, name: nextName(spec, ship.stamp) }, asideName(old)];
  return { next, aside, names: rejoin(spec, next.name), strip: was ? rejoin(nameless(was), aside) : [] };
}

/** The docker commands of a replacement in which the new container starts first. */
export function startFirstCommands(step: Replacement, ship: ShipContext): Command[] {
  const { spec, old, hooks, grace } = step;
  const { next, aside, names, strip } = partsOf(step, ship);
  return [
    ...create(nameless(withKept({ ...step, spec: next })), ship.stamp, ship.engine),
    start(next.name),
    ...hookCommands(next.name, hooksOf(spec, 'post_start')),
    ...names,
    rename(old.name, aside),
    rename(next.name, spec.name),
    setRestart(aside, 'no'),
    ...strip,
    ...hookCommands(aside, hooks),
    stop(aside, grace),
  ];
}

/**
 * The new container runs beside the old one, under another name and without the names that others call it by, until it
 * is good; then it is given them, and the old one loses its own before it stops. So whoever calls by name comes to one
 * that listens, whichever address it tries first.
 */
export function startFirst(step: Replacement, ship: ShipContext): string[] {
  const { spec, old, hooks } = step;
  const { next, aside, names, strip } = partsOf(step, ship);
  const orBack = (reason: string) => `|| { back ${reason}; return 1; }`;
  const started = postStart(next.name, hooksOf(spec, 'post_start'));
  return [
    `settled() {\n${settle(next.name, { seconds: step.monitor, mayEnd: false })}\n}`,
    `back() {\n${goOn(step, ship)}\n}`,
    `${quiet(create(nameless(withKept({ ...step, spec: next })), ship.stamp, ship.engine))} ${orBack("'the new container could not be made'")}`,
    `${quiet([start(next.name)])} ${orBack("'the new container did not start'")}`,
    ...started.map((hook) => `${hook} ${orBack("'the new container is no good'")}`),
    `settled ${orBack('"the new container is $s"')}`,
    ...(names.length > 0
      ? [
          `addresses() { docker inspect --format ${ADDRESSES} ${quote(next.name)}; }`,
          'a=$(addresses)',
          `${quiet(names)} ${orBack("'the new container did not get its names'")}`,
          // with another address, what it had opened is cut off, and it would not notice
          `[ "$a" = "$(addresses)" ] || { ${inTurn([quiet([{ argv: ['restart', next.name] }]), ...started, 'settled'])}; } ${orBack('"the new container is $s"')}`,
        ]
      : []),
    ...(old.name === aside
      ? []
      : [`${toShell(rename(old.name, aside))} ${orBack("'the old container kept its name'")}`]),
    `${toShell(rename(next.name, spec.name))} ${orBack("'the new container did not get its name'")}`,
    `${toShell(setRestart(aside, 'no'))} >/dev/null`,
    ...(strip.length > 0 ? [quiet(strip), `sleep ${DRAIN}`] : []),
    ...preStop(aside, hooks),
    `${quiet([stop(aside, step.grace)])} || { echo 'the old container did not stop'; return 1; }`,
  ];
}

const ADDRESSES = `'{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.GlobalIPv6Address}} {{end}}'`;

/** Gives the new container up; the old one has run all the while. */
function goOn({ old, spec, keepFailed }: Replacement, ship: ShipContext): string {
  const aside = asideName(old);
  return [
    giveUp(nextName(spec, ship.stamp), spec, keepFailed, ship),
    ...(old.name === aside ? [] : [`${toShell(rename(aside, old.name))} 2>/dev/null`]),
    ...(keepFailed > 0 ? [forgetFailed(spec, keepFailed)] : []),
    `echo "$1; "${quote(`${old.name} goes on as it was`)}`,
  ].join('\n');
}
