import net from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Ship } from '../compose/index.ts';
import {
  type DeployRecord,
  decodeName,
  type Engine,
  isFailed,
  type Observed,
  type Processes,
  parseContainer,
  parseImage,
  parseImages,
  parseInfo,
  parseMember,
  parseNamed,
  parseNeighbour,
  parseRecord,
  parseTop,
} from '../docker/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { recordPath } from './look.ts';

/** What a ship printed, by section. */
export type Printed = Map<string, string[]>;

/**
 * Turns what a look printed into an observation; a ship without docker for us is unreachable, with the reason. `byHand` is
 * the remedy where the reason says none.
 * @throws Problem when docker or the record says what makes no sense
 */
export function observe(ship: Ship, project: string, printed: Printed, byHand: string): Observed {
  const lines = (section: string) => (printed.get(section) ?? []).filter((line) => line !== '');
  const [login = '', connection = '', home = ''] = printed.get('login') ?? [];
  const failed = printed.get('failed');
  if (failed) return { ship: ship.name, ...explainDocker(failed, login, ship, byHand) };
  const address = addressOf(ship, connection);
  if (isLoopback(address)) return { ship: ship.name, ...LOOPBACK(address) };
  const info = lines('info')[0] ?? '';
  const engine = parseInfo(info.slice(info.indexOf(' ') + 1));
  const containers = lines('containers').map(parseContainer);
  const record = lines('record').join('\n');
  return {
    ship: ship.name,
    address,
    engine,
    containers: containers.filter((one) => !isFailed(one)),
    failed: containers.filter(isFailed),
    neighbours: lines('neighbours').map(parseNeighbour),
    images: parseImages(lines('images')),
    networks: lines('networks').map(parseNamed),
    volumes: lines('volumes').map(parseNamed),
    store: recordPath(engine.id, project, home).store,
    contents: lines('contents').filter((name) => CONTENT.test(name)),
    kept: lines('kept').flatMap((name) => decodeName(name) ?? []),
    ...(record === '' ? {} : { record: readRecord(record, engine) }),
    ...(printed.has('history') ? { history: readHistory(lines('history')) } : {}),
    ...(printed.has('members') ? { members: lines('members').map(parseMember) } : {}),
    ...(printed.has('used') ? { used: lines('used').map(parseImage) } : {}),
    ...(printed.has('processes') ? { processes: readProcesses(printed) } : {}),
  };
}

function readProcesses(printed: Printed): Processes[] {
  return [...printed].flatMap(([section, lines]) => {
    const [, id] = /^top (.+)$/.exec(section) ?? [];
    if (id === undefined) return [];
    const refused = printed.get(`refused ${id}`);
    return refused ? { container: id, refused: refused.join(' ') } : parseTop(id, lines);
  });
}

/** A digest, or what a cut left of it. */
const CONTENT = /^[0-9a-f]{64}\+?$/;

/** A record that can't be read may be the only one that knows where the data is: nothing is done without it. */
function readRecord(text: string, engine: Engine): DeployRecord {
  const trouble = (what: string, remedy: string) => new Problem({ what, remedy, exit: EXIT.failed });
  const folder = `~/.local/state/compowarm/${engine.id}`;
  let record: DeployRecord;
  try {
    record = parseRecord(text);
  } catch {
    throw trouble('its record of the last deploy is damaged', `mend or remove it there: the file is in ${folder}`);
  }
  if (record.version === 1) return record;
  throw trouble('its record was written by a newer Compowarm', 'use that version, or a later one');
}

/** Newest first. What can't be read is past, and left out. */
function readHistory(lines: readonly string[]): DeployRecord[] {
  const packed = Buffer.from(lines.join(''), 'base64');
  const texts = packed.length > 0 ? gunzipSync(packed).toString().split('\n') : [];
  const records = texts.flatMap((text) => {
    try {
      const record = parseRecord(text);
      return record.version === 1 ? [record] : [];
    } catch {
      return [];
    }
  });
  return records.sort((a, b) => b.generation - a.generation || (a.deploy < b.deploy ? -1 : 1));
}

/** The ship's address for other containers: as written, else its host if that is an IP, else what sshd was reached at. */
function addressOf(ship: Ship, connection: string): string {
  if (ship.address) return ship.address;
  if (net.isIP(ship.host)) return ship.host;
  return connection.split(' ')[2] ?? '';
}

function isLoopback(address: string): boolean {
  return address === '' || address === '::1' || address.startsWith('127.');
}

const LOOPBACK = (address: string) => ({
  unreachable: `its address would be ${address || 'unknown'}, which means something else inside each container`,
  remedy: 'give the ship an address that other ships reach it by: {host: ..., address: 10.0.0.84}',
});

interface Explanation {
  unreachable: string;
  remedy: string;
}

/** What docker says when it can't be used, and what helps. */
const DOCKER_TROUBLE: { says: RegExp; explain(login: string, docker: string): Explanation }[] = [
  {
    says: /^flock: not found/,
    explain: () => ({
      unreachable: "there is no flock there, by which deploys keep out of each other's way",
      remedy: 'install util-linux there',
    }),
  },
  {
    says: /permission denied/i,
    explain: (login, docker) => ({
      unreachable: `user ${login} may not use docker there`,
      remedy: `add the user to the group docker there (sudo usermod -aG docker ${login}), or call it by another word in the file: docker: sudo -n ${docker}`,
    }),
  },
  {
    says: /cannot connect to the docker daemon|is the docker daemon running/i,
    explain: () => ({
      unreachable: 'the docker daemon is not running there',
      remedy: 'start it there: sudo systemctl start docker',
    }),
  },
  {
    says: /password is required|a terminal is required/i,
    explain: (login) => ({
      unreachable: `sudo wants a password of user ${login} there`,
      remedy: 'allow it without one in sudoers, or add the user to the group docker and leave sudo away',
    }),
  },
  {
    says: /(^|: )sudo: (command )?not found|failed to run command .sudo./,
    explain: () => ({
      unreachable: 'there is no sudo there',
      remedy: 'install sudo there, or have a user who may use docker, and leave sudo away in the file',
    }),
  },
  {
    says: /not found|no such file/i,
    explain: (_, docker) => ({
      unreachable: `there is no docker there (${docker} was not found)`,
      remedy: 'install Docker there, or say where it is in the file: docker: /path/to/docker',
    }),
  },
];

function explainDocker(lines: string[], login: string, ship: Ship, byHand: string): Explanation {
  const text = lines.join(' ').trim();
  const docker = ship.docker.join(' ');
  const known = DOCKER_TROUBLE.find(({ says }) => says.test(text));
  return (
    known?.explain(login, docker) ?? {
      unreachable: `docker can't be used there: ${text || 'it printed nothing'}`,
      remedy: byHand,
    }
  );
}
