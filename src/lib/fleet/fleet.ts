import { randomBytes } from 'node:crypto';
import type { Ship } from '../compose/index.ts';
import { Problem } from '../problem.ts';
import { type Channel, type ConnectOptions, connect, type End, type Session } from '../ships/index.ts';
import { parseFrame } from './frames.ts';
import { dockerFunction, lookCommand, type Section } from './look.ts';
import { observe, type Printed } from './observe.ts';
import type { Sighting } from './types.ts';
import { openWire } from './wire.ts';

export interface LookOptions {
  project: string;
  sections: readonly Section[];
  connect: ConnectOptions;
  /** Takes the lock before looking, and keeps a shell open for steps: sh text, for the ship at this place of the fleet. */
  lock?: (place: number) => string;
  /** Milliseconds from the connection to the end of the look. */
  limit: number;
}

/**
 * Looks at all ships at once: one connection and one exec each. Ships that do not answer come back as unreachable with
 * the reason; nothing is thrown for them. Where one ship's lock is held, all others are let go.
 * @throws Problem for two ships that are one engine
 */
export async function lookAtFleet(ships: readonly Ship[], options: LookOptions): Promise<Sighting[]> {
  const open: Session[] = [];
  const sightings = await Promise.all(
    ships.map(async (ship, place) => {
      const sighting = await lookAtShip(ship, place, options, open);
      if (sighting.held !== undefined) for (const session of open) session.close();
      return sighting;
    }),
  );
  refuseTwins(sightings);
  return sightings;
}

async function lookAtShip(ship: Ship, place: number, options: LookOptions, open: Session[]): Promise<Sighting> {
  try {
    const session = await connect(ship, options.connect);
    open.push(session);
    return await lookThrough(session, ship, place, options);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { what, why, remedy = '' } = error.parts;
    return { ship, observed: { ship: ship.name, unreachable: why ? `${what}: ${why}` : what, remedy } };
  }
}

async function lookThrough(session: Session, ship: Ship, place: number, options: LookOptions): Promise<Sighting> {
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
  const printed = await readLook(channel, nonce, options.limit);
  const complete = printed.has('seen');
  if (!complete || !lock) session.close();
  if (printed.has('held'))
    return { ship, held: printed.get('held')?.join(' ') ?? '', observed: silent(ship, 'locked') };
  if (!complete && !printed.has('failed')) {
    return { ship, observed: silent(ship, await explainEnd(channel, options.limit)) };
  }
  const observed = observe(ship, printed);
  if (!lock || 'unreachable' in observed) {
    session.close();
    return { ship, observed };
  }
  return { ship, observed, wire: openWire(session, channel, nonce, dockerFunction(ship.docker)) };
}

/** Collects what the look prints until it says that all was seen, ends, or has taken `limit` milliseconds. */
function readLook(channel: Channel, nonce: string, limit: number): Promise<Printed> {
  return new Promise((resolve) => {
    const printed: Printed = new Map();
    let current: string[] = [];
    const timer = setTimeout(() => resolve(printed), limit);
    const done = () => {
      clearTimeout(timer);
      resolve(printed);
    };
    channel.onLine((line) => {
      const frame = parseFrame(nonce, line);
      if (!frame) {
        current.push(line);
      } else if (frame.word === 'look') {
        current = [];
        printed.set(frame.text, current);
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

function silent(ship: Ship, unreachable: string) {
  return { ship: ship.name, unreachable, remedy: `try it by hand: ssh ${ship.host} docker ps` };
}

function refuseTwins(sightings: readonly Sighting[]): void {
  const seen = new Map<string, string>();
  for (const { ship, observed } of sightings) {
    if ('unreachable' in observed) continue;
    const other = seen.get(observed.engine.id);
    if (other !== undefined) {
      for (const { wire } of sightings) wire?.drop();
      throw new Problem({
        what: `ships ${other} and ${ship.name} are the same Docker engine`,
        why: `both have the engine ID ${observed.engine.id}`,
        remedy:
          'name it once; if they are copies of one machine, give one of them a new ID (remove /etc/docker/key.json or engine-id and restart docker)',
      });
    }
    seen.set(observed.engine.id, ship.name);
  }
}
