import type net from 'node:net';
import { Duplex } from 'node:stream';
import type { Counts, Faults } from './types.ts';

/** One direction of a link: holds what it is given for so long, and keeps the order. */
function conveyor(): (milliseconds: number, deliver: () => void) => void {
  const queue: { at: number; deliver: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const pump = () => {
    timer = undefined;
    for (let head = queue[0]; head && head.at <= performance.now(); head = queue[0]) {
      queue.shift();
      head.deliver();
    }
    if (queue[0] && !timer) timer = setTimeout(pump, Math.ceil(queue[0].at - performance.now()));
  };
  return (milliseconds, deliver) => {
    const at = Math.max(queue.at(-1)?.at ?? 0, performance.now() + milliseconds);
    queue.push({ at, deliver });
    if (!timer) pump();
  };
}

export interface Link {
  /** The end that the SSH server holds. */
  far: Duplex;
  /** Breaks the connection once what is on its way to the client has arrived. */
  cut(): void;
}

/** The water between a client's socket and the ship's SSH server: latency, faults and the counting of round trips.
 *
 * A message is one trip deeper than the deepest that its sender had heard of; the depth of the whole connection is its
 * number of round trips. Messages that only happen to follow an answer count too, unless latency keeps them apart. */
export function link(near: net.Socket, faults: Faults, counts: Counts): Link {
  const up = conveyor();
  const down = conveyor();
  let heardHere = 0;
  let heardThere = 0;
  let depth = 0;
  let dead = false;
  let first = true;
  let bytes = 0;

  const isDead = () => {
    dead ||= faults.silent;
    return dead;
  };
  const cut = () => {
    down(0, () => near.destroy());
    far.destroy();
  };
  const far = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      const trip = heardThere;
      if (!isDead()) {
        down(faults.rttMs / 2, () => {
          heardHere = Math.max(heardHere, trip);
          near.write(chunk);
        });
      }
      done();
    },
    final(done) {
      if (!isDead()) down(faults.rttMs / 2, () => near.end());
      done();
    },
  });
  Object.assign(far, {
    remoteAddress: near.remoteAddress,
    remoteFamily: near.remoteFamily,
    remotePort: near.remotePort,
  });
  far.on('error', () => undefined);

  near.setNoDelay(true);
  near.on('error', () => undefined);
  near.on('data', (chunk) => {
    const trip = heardHere + 1;
    counts.roundTrips += Math.max(0, trip - depth);
    depth = Math.max(depth, trip);
    counts.bytesIn += chunk.length;
    bytes += chunk.length;
    if (isDead()) return;
    const limit = faults.dropAfter?.bytes;
    if (limit !== undefined && bytes >= limit) return cut();
    const opening = first ? faults.rttMs : 0;
    first = false;
    up(opening + faults.rttMs / 2, () => {
      heardThere = Math.max(heardThere, trip);
      far.push(chunk);
    });
  });
  near.on('end', () => {
    if (!isDead()) up(faults.rttMs / 2, () => far.push(null));
  });
  near.on('close', () => {
    if (!isDead()) up(faults.rttMs / 2, () => far.destroy());
  });
  return { far, cut };
}
