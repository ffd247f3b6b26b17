import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Project } from '../../src/lib/compose/index.ts';
import type { Observed } from '../../src/lib/docker/index.ts';
import { bonds } from '../../src/lib/plan/bonds.ts';
import { place } from '../../src/lib/plan/place.ts';
import { Problem } from '../../src/lib/problem.ts';
import { container, fairway, mountedVolume, observation, port, project } from './helpers.ts';

const ships = ['s1', 's2', 's3'];
const names = ['a', 'b', 'c', 'd'];

/** Few ports and few networks, so that there is much to clash and much to bond. */
const service = fc.record({
  ports: fc.subarray([80, 81]).map((numbers) => numbers.map((number) => port(number, number))),
  networks: fc.constantFrom({ front: null }, { back: null }, {}),
  deploy: fc.record({ replicas: fc.integer({ min: 0, max: 3 }) }),
  ships: fc.constantFrom(ships, ships, ['s1'], ['s2', 's3']),
});

const file = fc.array(service, { minLength: 1, maxLength: 4 }).map((services) =>
  project({
    services: Object.fromEntries(services.map((one, index) => [names[index], one])),
    networks: { front: {}, back: {} },
    ships,
  }),
);

/** Containers anywhere, some with data, even where they may not be. */
const fleet = fc
  .uniqueArray(
    fc.record({
      service: fc.constantFrom(...names),
      number: fc.integer({ min: 1, max: 3 }),
      ship: fc.constantFrom(...ships),
      data: fc.boolean(),
    }),
    { selector: ({ service, number }) => `${service}-${number}`, maxLength: 5 },
  )
  .map((all): Observed[] =>
    ships.map((name) =>
      observation(name, {
        containers: all
          .filter((one) => one.ship === name)
          .map((one) => container({ ...one, mounts: one.data ? [mountedVolume('/data')] : [] })),
      }),
    ),
  );

/** Replica -> ship, or nothing where there is no placement. */
function solve(parts: Project, seen: Observed[]): Map<string, string> | undefined {
  try {
    return new Map([...place(parts, seen).placement].map(([replica, placed]) => [replica, placed.ship]));
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

const serviceOf = (replica: string) => replica.slice(0, replica.indexOf('-'));

/** What keeps a placement from being one. */
function offences(parts: Project, seen: Observed[], where: ReadonlyMap<string, string>): string[] {
  const all = [...where].map(([replica, ship]) => ({ replica, ship, service: serviceOf(replica) }));
  const astray = all.filter(({ service, ship }) => !parts.services[service]?.ships?.includes(ship));
  const bereft = all.filter(
    ({ replica, ship }) => homes(seen, true).get(replica) !== undefined && homes(seen, true).get(replica) !== ship,
  );
  const taken = all.flatMap(
    ({ service, ship }) => parts.services[service]?.ports.map((one) => `${ship}:${one.target}`) ?? [],
  );
  const parted = bonds(fairway(parts)).filter(
    (bond) => new Set(all.filter(({ service }) => bond.services.includes(service)).map(({ ship }) => ship)).size > 1,
  );
  return [
    ...astray.map(({ replica }) => `${replica} may not be there`),
    ...bereft.map(({ replica }) => `${replica} left its data`),
    ...taken.filter((one, index) => taken.indexOf(one) !== index).map((one) => `${one} is taken twice`),
    ...parted.map(({ services }) => `${services} are parted`),
  ];
}

/** Where each replica's container is; with `data`, of those that have some. */
function homes(seen: Observed[], data: boolean): Map<string, string> {
  return new Map(
    seen.flatMap((one) =>
      'unreachable' in one
        ? []
        : one.containers
            .filter(({ mounts }) => !data || mounts.length > 0)
            .map(({ service, number }): [string, string] => [`${service}-${number}`, one.ship]),
    ),
  );
}

test('a placement breaks no hard rule and has every replica', () => {
  fc.assert(
    fc.property(file, fleet, (parts, seen) => {
      const where = solve(parts, seen);
      fc.pre(where !== undefined);
      expect(offences(parts, seen, where ?? new Map())).toEqual([]);
      const count = (name: string) => [...(where ?? new Map()).keys()].filter((one) => serviceOf(one) === name).length;
      for (const [name, { deploy }] of Object.entries(parts.services)) expect(count(name)).toBe(deploy?.replicas);
    }),
    { numRuns: 200 },
  );
});

test('where it finds none on empty ships, there is none', () => {
  fc.assert(
    fc.property(file, (parts) => {
      const empty = ships.map((name) => observation(name));
      const replicas = Object.entries(parts.services).flatMap(([name, { deploy }]) =>
        Array.from({ length: deploy?.replicas ?? 1 }, (_, index) => `${name}-${index + 1}`),
      );
      fc.pre(replicas.length <= 7);
      const every = replicas.reduce<Map<string, string>[]>(
        (some, replica) => some.flatMap((one) => ships.map((ship) => new Map([...one, [replica, ship]]))),
        [new Map()],
      );
      const solvable = every.some((where) => offences(parts, empty, where).length === 0);
      expect(solve(parts, empty) !== undefined).toBe(solvable);
    }),
    { numRuns: 100 },
  );
});

test('what is as it was placed stays as it is', () => {
  fc.assert(
    fc.property(file, fleet, (parts, seen) => {
      const { placement } = attempt(parts, seen);
      const after = ships.map((name) =>
        observation(name, {
          containers: [...placement.values()].filter(({ ship }) => ship === name).map((one) => container(one)),
        }),
      );
      const again = attempt(parts, after).placement;
      expect([...again].map(([replica, { ship, why }]) => [replica, ship, why])).toEqual(
        [...placement].map(([replica, { ship }]) => [replica, ship, 'stays where it runs']),
      );
    }),
    { numRuns: 150 },
  );
});

test('the order in which ships answer says nothing', () => {
  fc.assert(
    fc.property(file, fleet, (parts, seen) => {
      expect(attempt(parts, seen.toReversed())).toEqual(attempt(parts, seen));
    }),
    { numRuns: 100 },
  );
});

/** Only what can be placed is worth a look. */
function attempt(parts: Project, seen: Observed[]): ReturnType<typeof place> {
  fc.pre(solve(parts, seen) !== undefined);
  return place(parts, seen);
}
