import { byService } from '../tables/wanted.ts';
import { type Measured, withUsage } from './sample.ts';

/** A container and what it uses. */
type Used = Pick<Measured, 'id' | 'name' | 'service' | 'number' | 'usage'>;

/** The same, on a ship. */
export type StatsRow = Omit<Used, 'number'> & { ship: string };

/** What is known of containers while they are measured. */
export interface Gauge {
  /** In the order of the ships, then of services and numbers. */
  rows(ship?: string): StatsRow[];
  /** Ships that are waited for, and why. */
  lost(): { ship: string; why: string }[];
  onSample(ship: string, sample: readonly Used[]): void;
  onLost(ship: string, why: string): void;
  onBack(ship: string): void;
}

/**
 * Keeps the last sample of each ship, of some services where they are named. What was not measured this time is as it was
 * before; of a ship that is lost nothing is known but what was there.
 */
export function gauge(ships: readonly string[], services: readonly string[]): Gauge {
  const samples = new Map<string, Used[]>();
  const lost = new Map<string, string>();
  const rowsOf = (ship: string): StatsRow[] =>
    (samples.get(ship) ?? []).map(({ id, name, service, usage }) => withUsage({ ship, id, name, service }, usage));
  return {
    rows: (ship) => (ship === undefined ? ships.flatMap(rowsOf) : rowsOf(ship)),
    lost: () => ships.flatMap((ship) => (lost.has(ship) ? [{ ship, why: lost.get(ship) ?? '' }] : [])),
    onSample(ship, sample) {
      const before = new Map(samples.get(ship)?.map(({ id, usage }) => [id, usage]));
      const wanted = sample.filter(({ service }) => services.length === 0 || services.includes(service));
      const known = wanted.map(({ usage, ...one }) => withUsage(one, usage ?? before.get(one.id)));
      samples.set(ship, known.sort(byService));
      lost.delete(ship);
    },
    onLost(ship, why) {
      samples.set(
        ship,
        (samples.get(ship) ?? []).map(({ usage: _, ...one }) => one),
      );
      lost.set(ship, why);
    },
    onBack: (ship) => void lost.delete(ship),
  };
}
