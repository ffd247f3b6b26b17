/** How far a ship is, and how its clock goes. */
export interface Pulse {
  /** Milliseconds to the ship and back. */
  latency?: number;
  /** Milliseconds by which its clock is ahead of the laptop's. */
  clock?: number;
}

/** The laptop's clocks, in milliseconds: one that only runs, and one that tells the time. */
export interface Clocks {
  running(): number;
  time(): number;
}

/**
 * Measures a ship that answers each line with one of its own, and at last with its time in seconds: of the round trips the
 * shortest counts, and half of it is how old that time is when it comes.
 */
export function takePulse(write: (text: string) => void, clocks: Clocks): { hear(line: string): void; taken: Pulse } {
  const taken: Pulse = {};
  let asked = 0;
  const ask = () => {
    asked = clocks.running();
    write('\n');
  };
  ask();
  return {
    taken,
    hear(line) {
      if (/^\d$/.test(line)) {
        taken.latency = Math.min(taken.latency ?? Number.POSITIVE_INFINITY, clocks.running() - asked);
        ask();
      } else if (/^\d{9,}\./.test(line)) {
        taken.clock = millisecondsOf(line) + (taken.latency ?? 0) / 2 - clocks.time();
      }
    },
  };
}

/** Where `date` knows no parts of a second, the middle of the second. */
function millisecondsOf(line: string): number {
  const [seconds = '', parts = ''] = line.split('.');
  return Number(seconds) * 1000 + (/^\d+$/.test(parts) ? Number(`0.${parts}`) * 1000 : 500);
}
