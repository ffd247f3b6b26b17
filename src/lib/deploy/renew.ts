import {
  type Command,
  joinNetwork,
  leaveNetwork,
  networkCreate,
  quote,
  removeNetwork,
  toShell,
} from '../docker/index.ts';
import type { Step } from '../plan/index.ts';
import { inTurn, quiet } from './sh.ts';
import type { ShipContext } from './types.ts';

type Renew = Extract<Step, { kind: 'renew' }>;

/** Takes the containers out of a network, makes it anew, and puts them back, for they run until others take their places. */
export function renewCommands({ key, network, members }: Renew, ship: ShipContext): Command[] {
  return [
    ...members.map(({ container }) => leaveNetwork(network.name, container)),
    removeNetwork(network.name),
    networkCreate(ship.project, key, network, ship.stamp.version),
    ...returns(network.name, members),
  ];
}

/** Those of whom nobody knows how they joined stay out until they are made anew: without their names none would find them. */
function returns(name: string, members: Renew['members']): Command[] {
  return members.flatMap(({ container, as }) => (as ? [joinNetwork(name, container, as)] : []));
}

/**
 * Does so where nobody else is in it. Where it can't be removed or made, the network that was there comes back, and the
 * containers into it.
 */
export function renewProgram(step: Renew, ship: ShipContext): string {
  const { key, network, former, members } = step;
  const { name } = network;
  const inside = `docker network inspect --format '{{range .Containers}}{{.Name}} {{end}}' ${quote(name)}`;
  const ours = members.map(({ container }) => quote(container)).join('|');
  const back = [
    ...(former ? [networkCreate(ship.project, key, former, ship.stamp.version)] : []),
    ...members.map(({ container, as }) => joinNetwork(name, container, as)),
  ];
  return [
    `u=$(${inside}) || return`,
    'for c in $u; do',
    `case $c in ${ours === '' ? '' : `${ours}) ;; `}*) echo "$c is in it, and not of this deploy"; return 1 ;; esac`,
    'done',
    ...members.map(({ container }) => `${toShell(leaveNetwork(name, container))} 2>/dev/null`),
    `${inTurn([
      quiet([removeNetwork(name)]),
      quiet([networkCreate(ship.project, key, network, ship.stamp.version)]),
    ])} || {`,
    'r=$?',
    ...back.map((command) => `${toShell(command)} >/dev/null 2>&1`),
    'return $r',
    '}',
    ...returns(name, members).map((command) => `${toShell(command)} >/dev/null 2>&1`),
    ':',
  ].join('\n');
}
