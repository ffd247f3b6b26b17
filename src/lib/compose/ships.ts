import { isIP } from 'node:net';
import { Problem } from '../problem.ts';
import { readInteger, type Shape, shapes } from '../schema/index.ts';
import { child, locate, type Mark, type Node, plain } from './node.ts';
import type { Project, Ship } from './types.ts';

const { either, integer, list, object, pairs, text } = shapes;

const longForm = object(
  {
    name: text,
    host: text,
    user: text,
    port: integer(1, 65_535),
    address: text,
    labels: pairs('NAME=VALUE'),
    docker: text,
  },
  'a map with host',
  ['host'],
);

/** How the top-level `ships` may be written. */
export const shipsShape: Shape = list(
  either('[user@]host[:port] or a map with host', text, longForm),
  'a list of ships',
);

const howTo = 'write them as a list: "ships: [192.168.1.83, deploy@db.example.com:2222]"';

/** The ships of a project, which may be none. Throws a Problem when one makes no sense, and when one is there twice. */
export function readShips(node: Node | undefined): Ship[] {
  const items = node?.kind === 'list' ? node.items : [];
  const ships = items.map(readShip);
  for (const [index, ship] of ships.entries()) refuseTwice(ship, ships.slice(0, index), items, index);
  return ships;
}

/** Throws a Problem when a project has no ships: it can be read and shown so, but not run. */
export function requireShips({ ships, where }: Project): void {
  if (ships.length > 0) return;
  throw new Problem({
    what: 'the file names no ships',
    where: where(['ships']),
    why: 'ships are the Docker hosts that services run on',
    remedy: howTo,
  });
}

function readShip(node: Node): Ship {
  const written =
    typeof plain(node) === 'string' ? { host: plain(node) as string } : (plain(node) as Record<string, unknown>);
  const { at } = child(node, 'host') ?? node;
  const short =
    node.kind === 'scalar' ? readShort(written.host as string, at) : { host: stripBrackets(written.host as string) };
  const { name = short.host, user = short.user, address, port = short.port } = written as Partial<Ship>;
  const ship: Ship = {
    name,
    host: short.host,
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port: readInteger(port) as number }),
    ...(address !== undefined && { address }),
    labels: readLabels(written.labels),
    docker: readDocker(node, written.docker),
  };
  check(ship, node, at);
  return ship;
}

function stripBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** `[user@]host[:port]`, `ssh://user@host:port`, or an alias of the ssh config. */
function readShort(written: string, at: Mark): { host: string; user?: string; port?: number } {
  const rest = written.replace(/^ssh:\/\//, '').replace(/\/$/, '');
  const [, user, bracketed, bare, port] = /^(?:(.+)@)?(?:\[([^\]]*)\]|([^[\]:]*))(?::(\d+))?$/.exec(rest) ?? [];
  const host = bracketed ?? bare;
  if (isIP(rest.slice(rest.lastIndexOf('@') + 1)) === 6)
    throw wrong(`ship "${written}" is an IPv6 address without brackets`, at, `write [${rest}]`);
  if (!host || (bracketed !== undefined && isIP(bracketed) !== 6))
    throw wrong(`"${written}" is not a ship`, at, 'write [user@]host[:port]');
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))
    throw wrong(`the port of ship "${written}" is not between 1 and 65535`, at);
  return { host, ...(user && { user }), ...(port !== undefined && { port: Number(port) }) };
}

function wrong(what: string, at: Mark, remedy?: string): Problem {
  return new Problem({ what, where: locate(at), remedy });
}

function readLabels(written: unknown): Record<string, string> {
  const pairs = Array.isArray(written)
    ? (written as string[]).map((line) => [
        line.split('=')[0] as string,
        line.slice(line.indexOf('=') + 1 || line.length),
      ])
    : Object.entries((written ?? {}) as Record<string, unknown>).map(([key, value]) => [key, String(value ?? '')]);
  return Object.fromEntries(pairs);
}

/** Docker's words go into a shell's line on the ship as they are, so they may hold nothing that a shell reads. */
function readDocker(node: Node, written: unknown): string[] {
  if (written === undefined) return ['docker'];
  const words = (written as string).trim().split(/\s+/);
  const odd = words.find((word) => !/^[\w@%+=:,./-]+$/.test(word));
  if (odd === undefined) return words;
  throw wrong(
    `"${odd}" cannot be a word of a ship's docker`,
    child(node, 'docker')?.at ?? node.at,
    'write plain words, such as sudo -n docker',
  );
}

function check({ name, host, user, address }: Ship, node: Node, at: Mark): void {
  if (isIP(host) === 0 && !/^\w[\w.-]*$/.test(host))
    throw wrong(`"${host}" is not a host`, at, 'write a host name, an IP address or an alias of the ssh config');
  if (name !== host && !/^[a-zA-Z0-9][\w.-]*$/.test(name)) {
    throw wrong(
      `"${name}" is not a name of a ship`,
      child(node, 'name')?.at ?? at,
      'use letters, digits, dots, dashes and underscores',
    );
  }
  if (user !== undefined && !/^[^\s:/-][^\s:/]*$/.test(user))
    throw wrong(`"${user}" is not a user`, child(node, 'user')?.at ?? at, 'write a login name');
  if (address !== undefined) checkAddress(name, address, child(node, 'address')?.at ?? at);
}

/** Other ships' containers dial the address, so it cannot be one that means "here". */
function checkAddress(name: string, address: string, at: Mark): void {
  if (isIP(address) === 0)
    throw wrong(
      `the address of ship ${name}, "${address}", is not an IP address`,
      at,
      'write the IP at which other ships reach it',
    );
  const here = /^(127\.|0\.0\.0\.0$|::1?$|::ffff:127\.)/i.test(address);
  if (!here) return;
  throw new Problem({
    what: `the address of ship ${name}, ${address}, is a loopback address`,
    where: locate(at),
    why: 'containers on other ships are given this address, and there it means their own ship',
    remedy: 'write the IP at which other ships reach it',
  });
}

function refuseTwice(ship: Ship, before: Ship[], items: readonly Node[], index: number): void {
  const sameLogin = (other: Ship) => other.host === ship.host && other.port === ship.port && other.user === ship.user;
  const first = before.findIndex((other) => other.name === ship.name || sameLogin(other));
  if (first < 0) return;
  const { file, line } = locate((items[first] as Node).at);
  const same = before[first]?.name === ship.name ? `the name ${ship.name}` : `the host ${ship.host}`;
  throw new Problem({
    what: `two ships have ${same}`,
    where: locate((items[index] as Node).at),
    why: `the first stands at ${file}:${line}`,
    remedy: 'take one out, or give each a name of its own: "{name: db1, host: ...}"',
  });
}
