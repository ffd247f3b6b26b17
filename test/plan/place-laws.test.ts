import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Project, Service } from '../../src/lib/compose/index.ts';
import type { Observed } from '../../src/lib/docker/index.ts';
import { type Bond, bindings } from '../../src/lib/plan/bonds.ts';
import { place } from '../../src/lib/plan/place.ts';
import { Problem } from '../../src/lib/problem.ts';
import { container, fairway, mountedVolume, observation, port, project, ship } from './helpers.ts';

const ships = ['s1', 's2', 's3'];
const names = ['a', 'b', 'c', 'd'];

/** Few ports and few networks, so that there is much to clash and much to bond. */
const service = fc.record({
  ports: fc.subarray([80, 81]).map((numbers) => numbers.map((number) => port(number, number))),
  networks: fc.constantFrom({ front: null }, { back: null }, {}),
  deploy: fc.record({ replicas: fc.integer({ min: 0, max: 3 }) }),
  ships: fc.constantFrom(ships, ships, ['s1'], ['s2', 's3']),
});

type Draft = typeof service extends fc.Arbitrary<infer T> ? T : never;
type Deploy = NonNullable<Service['deploy']>;

/** What deploy says besides the number of replicas, and the place of the service before it whose network it shares. */
const more = fc.record({
  most: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined, freq: 2 }),
  constraint: fc.option(fc.constantFrom('node.labels.disk == ssd', 'node.labels.disk != ssd'), {
    nil: undefined,
    freq: 2,
  }),
  global: fc.boolean(),
  joins: fc.option(fc.nat({ max: 2 }), { nil: undefined, freq: 2 }),
});

type More = typeof more extends fc.Arbitrary<infer T> ? T : never;

const labelled = ships.map((name, index) => ship(name, { labels: { disk: index === 1 ? 'ssd' : 'hdd' } }));

function fileOf(services: Partial<Service>[]): Project {
  return project({
    services: Object.fromEntries(services.map((one, index) => [names[index], one])),
    networks: { front: {}, back: {} },
    ships: labelled,
  });
}

function richOf([draft, { most, constraint, global, joins }]: [Draft, More], index: number): Partial<Service> {
  const placement = {
    ...(most ? { max_replicas_per_node: most } : {}),
    ...(constraint ? { constraints: [constraint] } : {}),
  };
  const deploy: Deploy = { ...(global ? { mode: 'global' } : draft.deploy), placement };
  const parent = joins !== undefined && joins < index ? names[joins] : undefined;
  const shares = parent ? { network_mode: `service:${parent}`, networks: {}, ports: [] } : {};
  return { ...draft, deploy, ...shares };
}

const file = fc.array(service, { minLength: 1, maxLength: 4 }).map(fileOf);

/** Services of which each may be on every ship, have only so many a ship, ask for a label, or share a network. */
const rich = fc.array(fc.tuple(service, more), { minLength: 1, maxLength: 4 }).map((all) => fileOf(all.map(richOf)));

const richFew = rich.filter(({ services }) =>
  Object.values(services).every(({ deploy }) => deploy?.mode !== 'global' && deploy?.replicas !== 0),
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
const numberOf = (replica: string) => Number(replica.slice(replica.indexOf('-') + 1));

/** What keeps a placement from being one. */
function offences(parts: Project, seen: Observed[], where: ReadonlyMap<string, string>): string[] {
  const all = [...where].map(([replica, ship]) => ({ replica, ship, service: serviceOf(replica) }));
  const astray = all.filter(({ service, ship }) => !usable(parts, service).includes(ship));
  const bereft = all.filter(
    ({ replica, ship }) => homes(seen, true).get(replica) !== undefined && homes(seen, true).get(replica) !== ship,
  );
  const taken = all.flatMap(
    ({ service, ship }) => parts.services[service]?.ports.map((one) => `${ship}:${one.target}`) ?? [],
  );
  const parted = bondsOf(parts).filter(
    (bond) => new Set(all.filter(({ service }) => bond.services.includes(service)).map(({ ship }) => ship)).size > 1,
  );
  const crowded = all.filter(({ service, ship }) => {
    const most = parts.services[service]?.deploy?.placement?.max_replicas_per_node ?? all.length;
    return all.filter((one) => one.service === service && one.ship === ship).length > most;
  });
  const lonely = all.filter(({ replica, service, ship }) => {
    const mate = mateOf(parts, [...where.keys()], replica);
    return parts.services[service]?.network_mode && (mate === undefined || where.get(mate) !== ship);
  });
  return [
    ...crowded.map(({ replica }) => `${replica} is one too many`),
    ...lonely.map(({ replica }) => `${replica} is not with what it joins`),
    ...astray.map(({ replica }) => `${replica} may not be there`),
    ...bereft.map(({ replica }) => `${replica} left its data`),
    ...taken.filter((one, index) => taken.indexOf(one) !== index).map((one) => `${one} is taken twice`),
    ...parted.map(({ services }) => `${services} are parted`),
  ];
}

/** None where own ships part what shares: such files have no placement, and what is not together says so. */
function bondsOf(parts: Project): Bond[] {
  try {
    return bindings(fairway(parts)).bonds;
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** The ships that a service names, with the labels that it asks for. */
function usable(parts: Project, service: string): string[] {
  const { ships: own = [], deploy } = parts.services[service] as Service;
  const [constraint = ''] = deploy?.placement?.constraints ?? [];
  const fits = (disk: string | undefined) => constraint === '' || (disk === 'ssd') === constraint.includes('==');
  return parts.ships.filter(({ name, labels }) => own.includes(name) && fits(labels.disk)).map(({ name }) => name);
}

/** The replica whose network one shares: of its number, else dealt out in turn. */
function mateOf(parts: Project, replicas: string[], replica: string): string | undefined {
  const parent = parts.services[serviceOf(replica)]?.network_mode?.slice('service:'.length);
  const number = replica.slice(replica.indexOf('-'));
  const of = (service: string | undefined) =>
    replicas.filter((one) => serviceOf(one) === service).sort((a, b) => numberOf(a) - numberOf(b));
  const others = of(parent);
  const index = of(serviceOf(replica)).indexOf(replica);
  return others.find((one) => one.endsWith(number)) ?? others[index % others.length];
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

test('a placement of what is on every ship has one on each, and keeps the other rules', () => {
  fc.assert(
    fc.property(rich, fleet, (parts, seen) => {
      const where = solve(parts, seen);
      fc.pre(where !== undefined);
      const global = (name: string) => parts.services[name]?.deploy?.mode === 'global';
      const all = [...(where ?? new Map<string, string>())];
      for (const name of Object.keys(parts.services).filter(global)) {
        const on = all.flatMap(([replica, ship]) => (serviceOf(replica) === name ? [ship] : []));
        const joined = parts.services[name]?.network_mode?.slice('service:'.length);
        const may = usable(parts, name).filter(
          (ship) => !joined || !global(joined) || usable(parts, joined).includes(ship),
        );
        expect(on.every((ship) => may.includes(ship))).toBe(true);
        expect(new Set(on).size).toBe(on.length);
        if (!joined) expect(on.sort()).toEqual(may.sort());
      }
      const replicated = new Map(all.filter(([replica]) => !global(serviceOf(replica))));
      const alone = Object.values(parts.services).every(({ network_mode }) => !network_mode);
      if (alone) expect(offences(parts, seen, replicated)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['by ports, networks and ships', file],
  ['by what deploy asks for and what is shared, too', richFew],
])('where it finds none on empty ships, there is none: %s', (_, files) => {
  fc.assert(
    fc.property(files, (parts) => {
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
