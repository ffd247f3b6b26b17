import { randomBytes } from 'node:crypto';
import type { Ship } from '../compose/index.ts';
import { isReachable, type Observed } from '../docker/index.ts';
import { Problem } from '../problem.ts';
import { type Channel, type ConnectOptions, connect, type End, type Session, sshCommand } from '../ships/index.ts';
import { parseFrame } from './frames.ts';
import { readGear } from './gear.ts';
import { dockerFunction, lookCommand, type Section } from './look.ts';
import { readMachine } from './machine.ts';
import { observe, type Printed } from './observe.ts';
import { type Clocks, type Pulse, takePulse } from './pulse.ts';
import type { Sighting } from './types.ts';
import { openWire } from './wire.ts';

export interface LookOptions {
  project: string;
  sections: readonly Section[];
  connect: ConnectOptions;
  /** Takes the lock before looking, and keeps a shell open for steps: sh text, for the ship at this place of the fleet. */
  lock?: (place: number) => string;
  /** Keeps the connections of the ships that answered, for more commands. */
  keep?: boolean;
  /** Leaves it to the caller to find that two ships are one engine. */
  twins?: boolean;
  /** Whether what was seen of one ship is all that is wanted: the others then have no more than a second to answer. */
  enough?: (observed: Observed) => boolean;
  /** Milliseconds from the connection to the end of the look. */
  limit: number;
}

/** What the looks of all ships have in common. */
interface Round {
  open: Session[];
  /** The ship at which each engine was met, by the engine's ID. */
  engines: Map<string, Ship>;
  twins?: { ships: [Ship, Ship]; engine: string };
  /** Nothing will come of it: who connects late is let go too. */
  over: boolean;
}

/**
 * Looks at all ships at once: one connection and one exec each. Ships that do not answer come back as unreachable with
 * the reason; nothing is thrown for them. Where one ship's lock is held, all others are let go.
 * @throws Problem for two ships that are one engine
 */
export async function lookAtFleet(ships: readonly Ship[], options: LookOptions): Promise<Sighting[]> {
  const round: Round = { open: [], engines: new Map(), over: false };
  try {
    const looks = ships.map((ship, place) => lookAtShip(ship, place, options, round));
    const { enough } = options;
    const sightings = await Promise.race([
      Promise.all(looks),
      ...(enough ? [inTime(ships, looks, enough, round)] : []),
    ]);
    refuseTwins(ships, round);
    return sightings;
  } catch (error) {
    letGo(round);
    throw error;
  }
}

/** Milliseconds that other ships have when one has shown enough: mostly they answer, and what is seen is the same each time. */
const PATIENCE = 1000;

/** The looks of the ships that had ended a moment after one of them was enough. */
function inTime(
  ships: readonly Ship[],
  looks: readonly Promise<Sighting>[],
  enough: (observed: Observed) => boolean,
  round: Round,
): Promise<Sighting[]> {
  const seen = new Map<Ship, Sighting>();
  return new Promise((resolve) => {
    const end = () => {
      round.over = true;
      resolve(ships.map((ship) => seen.get(ship) ?? { ship, observed: late(ship) }));
    };
    const take = (sighting: Sighting) => {
      seen.set(sighting.ship, sighting);
      if (enough(sighting.observed)) setTimeout(end, PATIENCE).unref();
    };
    // what one of them throws is thrown where all are waited for
    for (const look of looks) look.then(take, () => {});
  });
}

function late({ name }: Ship): Observed {
  return { ship: name, unreachable: 'it was not waited for', remedy: '' };
}

function letGo(round: Round): void {
  round.over = true;
  for (const session of round.open) session.close();
}

async function lookAtShip(ship: Ship, place: number, options: LookOptions, round: Round): Promise<Sighting> {
  let session: Session | undefined;
  try {
    session = await connect(ship, options.connect);
    round.open.push(session);
    if (round.over) session.close();
    const sighting = await lookThrough(session, ship, place, options, round);
    const kept = options.keep && isReachable(sighting.observed) && !round.over;
    if (!sighting.wire && !kept) session.close();
    if (sighting.held !== undefined) letGo(round);
    if (isReachable(sighting.observed)) return kept ? { ...sighting, session } : sighting;
    return { ...sighting, entered: true };
  } catch (error) {
    session?.close();
    if (!(error instanceof Problem)) throw error;
    const { what, why, remedy = '' } = error.parts;
    return { ship, observed: { ship: ship.name, unreachable: why ? `${what}: ${why}` : what, remedy } };
  }
}

async function lookThrough(
  session: Session,
  ship: Ship,
  place: number,
  options: LookOptions,
  round: Round,
): Promise<Sighting> {
  const byHand = `try it by hand: ${sshCommand(ship, options.connect.sshConfig, ...ship.docker, 'ps')}`;
  const silent = (unreachable: string) => ({ ship: ship.name, unreachable, remedy: byHand });
  const nonce = randomBytes(8).toString('hex');
  const lock = options.lock?.(place);
  const channel = await session.open(
    lookCommand({
      nonce,
      project: options.project,
      docker: ship.docker,
      sections: options.sections,
      ...(lock ? { lock } : {}),
    }),
  );
  const { printed, pulse } = await readLook(channel, nonce, options.limit, (info) => {
    if (!options.twins) meet(ship, info, round);
  });
  if (printed.has('held')) return { ship, held: printed.get('held')?.join(' ') ?? '', observed: silent('locked') };
  if (!printed.has('seen') && !printed.has('failed')) {
    session.close();
    return { ship, observed: silent(await explainEnd(channel, options.limit)) };
  }
  const seen = observe(ship, options.project, printed, byHand);
  const observed = isReachable(seen)
    ? {
        ...seen,
        ...(printed.has('machine') ? { machine: readMachine(printed, pulse) } : {}),
        ...(printed.has('gear') ? { gear: readGear(printed) } : {}),
      }
    : seen;
  if (!lock || 'unreachable' in observed) return { ship, observed };
  const [folder = ''] = printed.get('folder') ?? [];
  const wire = openWire(session, channel, {
    nonce,
    docker: dockerFunction(ship.docker),
    folder,
    keep: options.keep ?? false,
  });
  return { ship, observed, wire };
}

/** Says which engine a ship is. A second ship that is the same one would wait for a lock that the first one holds. */
function meet(ship: Ship, info: string, round: Round): void {
  const engine = info.slice(0, info.indexOf(' '));
  const other = round.engines.get(engine);
  round.engines.set(engine, ship);
  if (!other) return;
  round.twins ??= { ships: [other, ship], engine };
  letGo(round);
}

const CLOCKS: Clocks = { running: () => performance.now(), time: () => Date.now() };

interface Heard {
  printed: Printed;
  pulse: Pulse;
}

/**
 * Collects what the look prints until it says that all was seen, ends, or has taken `limit` milliseconds. `onInfo` is
 * called with what docker said of its engine as soon as it is there.
 */
function readLook(channel: Channel, nonce: string, limit: number, onInfo: (line: string) => void): Promise<Heard> {
  return new Promise((resolve) => {
    let current: string[] = [];
    const printed: Printed = new Map([['greeting', current]]);
    let pulse: ReturnType<typeof takePulse> | undefined;
    const heard = () => resolve({ printed, pulse: pulse?.taken ?? {} });
    const timer = setTimeout(heard, limit);
    const done = () => {
      clearTimeout(timer);
      heard();
    };
    channel.onLine((line) => {
      const frame = parseFrame(nonce, line);
      if (!frame) {
        current.push(line);
        if (current === printed.get('info') && current.length === 1) onInfo(line);
        pulse?.hear(line);
      } else if (frame.word === 'look') {
        current = [];
        printed.set(frame.text, current);
        if (frame.text === 'pulse') pulse = takePulse(channel.write, CLOCKS);
        if (frame.text === 'seen') done();
      }
    });
    channel.ended.then(done);
  });
}

async function explainEnd(channel: Channel, limit: number): Promise<string> {
  const late = `it did not say within ${limit / 1000} s what runs there`;
  const end = await Promise.race([channel.ended, Promise.resolve('late' as const)]);
  if (end === 'late') return late;
  if (end === 'lost') return 'the connection was lost';
  return `its shell ended early (${describeEnd(end)})${channel.stderr() ? `: ${channel.stderr().trim()}` : ''}`;
}

function describeEnd(end: Exclude<End, 'lost'>): string {
  return 'code' in end ? `status ${end.code}` : `signal ${end.signal}`;
}

function refuseTwins(ships: readonly Ship[], { twins }: Round): void {
  if (!twins) return;
  const [one, other] = twins.ships.toSorted((a, b) => ships.indexOf(a) - ships.indexOf(b));
  throw new Problem({
    what: `ships ${one?.name} and ${other?.name} are the same Docker engine`,
    why: `both have the engine ID ${twins.engine}`,
    remedy:
      'name it once; if they are copies of one machine, give one of them a new ID (remove /etc/docker/key.json or engine-id and restart docker)',
  });
}
