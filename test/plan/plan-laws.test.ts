import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import { isReachable, type Observed } from '../../src/lib/docker/index.ts';
import type { Plan, Step } from '../../src/lib/plan/index.ts';
import { Problem } from '../../src/lib/problem.ts';
import { observation, type ProjectParts, port, silent } from './helpers.ts';
import { lines } from './lines.ts';
import { start } from './starting.ts';
import { applied, CUTS, containersIn, cutOff } from './world.ts';

/** What may be different about a service from one file to the next. */
const service = fc.record({
  there: fc.boolean(),
  image: fc.constantFrom('one', 'two'),
  level: fc.constantFrom('1', '2'),
  replicas: fc.integer({ min: 1, max: 3 }),
  published: fc.boolean(),
  healthy: fc.boolean(),
  volume: fc.boolean(),
  links: fc.subarray([0, 1, 2]),
  depends: fc.subarray([0, 1, 2]),
  ships: fc.option(fc.constantFrom(['s1'], ['s2'], ['s1', 's2']), { nil: undefined, freq: 3 }),
});

type Draft = typeof service extends fc.Arbitrary<infer T> ? T : never;

const NAMES = ['a', 'b', 'c', 'd'];

function fileOf(shape: 'v1' | 'services', ships: string[], drafts: Draft[]): ProjectParts {
  const there = drafts.map((draft, index) => draft.there || index === 0);
  const earlier = (indexes: number[], own: number) =>
    indexes.filter((one) => one < own && there[one]).map((one) => NAMES[one] as string);
  const entries = drafts.flatMap((draft, index): [string, Partial<Service>][] => {
    if (!there[index]) return [];
    const conditions = earlier(draft.depends, index).map((name): [string, Service['depends_on'][string]] => {
      const healthy = drafts[NAMES.indexOf(name)]?.healthy;
      return [name, { condition: healthy ? 'service_healthy' : 'service_started', required: true }];
    });
    const own = draft.ships?.filter((name) => ships.includes(name)) ?? [];
    const parts: Partial<Service> = {
      image: draft.image,
      environment: { LEVEL: draft.level },
      deploy: { replicas: draft.replicas },
      ports: draft.published ? [port(8000 + index, 8000 + index)] : [],
      links: earlier(draft.links, index),
      depends_on: Object.fromEntries(conditions),
      volumes: draft.volume ? [{ type: 'volume', source: `data-${index}`, target: '/data' }] : [],
      ...(draft.healthy ? { healthcheck: { test: ['CMD', 'true'] } } : {}),
      ...(own.length > 0 ? { ships: own } : {}),
    };
    return [[NAMES[index] as string, parts]];
  });
  const volumes = Object.fromEntries(drafts.map((_, index) => [`data-${index}`, {}]));
  return { shape, ships, services: Object.fromEntries(entries), volumes };
}

/** Ships without containers; they have the images, for where those are is a reason to choose a ship. */
function empty(ships: readonly string[]): Observed[] {
  const images = ['one', 'two'].map((name) => ({ id: `sha256:${name}`, names: [`${name}:latest`] }));
  return ships.map((name) => observation(name, { images }));
}

/** Two files of one project, one after the other, on the same ships. */
const files = fc
  .record({
    shape: fc.constantFrom<'v1' | 'services'>('v1', 'services'),
    ships: fc.constantFrom<string[]>(['s1'], ['s1', 's2'], ['s1', 's2', 's3']),
    drafts: fc.array(fc.tuple(service, service), { minLength: 1, maxLength: 4 }),
  })
  .map(({ shape, ships, drafts }) => ({
    ships,
    one: fileOf(
      shape,
      ships,
      drafts.map(([before]) => before),
    ),
    other: fileOf(
      shape,
      ships,
      drafts.map(([, after]) => after),
    ),
  }));

/** The plan, where the file can be satisfied at all: laws are about the others. */
function planned(parts: ProjectParts, fleet: readonly Observed[]): Plan {
  try {
    return start(parts, fleet, { removeOrphans: true });
  } catch (error) {
    fc.pre(!(error instanceof Problem));
    throw error;
  }
}

/** Some of the steps, in an order in which ships could do them, until all is cut off; then no outcome is written. */
function cutAfter({ steps }: Plan, picks: readonly number[]): Step[] {
  const waiting = steps.filter((step) => step.kind !== 'record' || step.phase === 'intent');
  const done: Step[] = [];
  for (const pick of picks) {
    const ready = waiting.filter(({ after }) => after.every((id) => done.some((step) => step.id === id)));
    const next = ready[pick % ready.length];
    if (!next) break;
    waiting.splice(waiting.indexOf(next), 1);
    done.push(next);
  }
  return done;
}

const runs = { numRuns: 100 };

test('every step waits only for steps before it', () => {
  fc.assert(
    fc.property(files, ({ ships, one, other }) => {
      const first = planned(one, empty(ships));
      const second = planned(other, applied(empty(ships), first));
      for (const { steps } of [first, second]) {
        const ids = steps.map(({ id }) => id);
        const late = steps.filter(({ after }, index) => after.some((id) => !ids.slice(0, index).includes(id)));
        expect(late).toEqual([]);
      }
    }),
    runs,
  );
});

test('nothing is planned on a ship that does not answer, nor anew what it may hold', () => {
  fc.assert(
    fc.property(files, fc.subarray(['s1', 's2', 's3']), ({ ships, one, other }, lost) => {
      const before = applied(empty(ships), planned(one, empty(ships)));
      const fleet = before.map((seen) => (lost.includes(seen.ship) ? silent(seen.ship) : seen));
      fc.pre(fleet.some(isReachable));
      const { steps } = planned(other, fleet);
      const away = containersIn(before).filter((text) => lost.includes(text.slice(0, 2)));
      const made = steps.flatMap((step) => (step.kind === 'create' ? [step.spec.name] : []));
      expect(steps.filter(({ ship }) => lost.includes(ship))).toEqual([]);
      expect(made.filter((name) => away.some((text) => text.split(' ')[1] === name))).toEqual([]);
    }),
    runs,
  );
});

test('when all is done, nothing is left to do', () => {
  fc.assert(
    fc.property(files, ({ ships, one, other }) => {
      const first = applied(empty(ships), planned(one, empty(ships)));
      expect(lines(planned(one, first))).toEqual([]);
      const second = applied(first, planned(other, first));
      expect(lines(planned(other, second))).toEqual([]);
    }),
    runs,
  );
});

test('after any cut, in any order, the next deploy gets to the same end', () => {
  const picks = fc.array(fc.nat({ max: 20 }), { maxLength: 30 });
  fc.assert(
    fc.property(files, picks, fc.constantFrom(...CUTS, 'between'), ({ ships, one, other }, order, place) => {
      const before = applied(empty(ships), planned(one, empty(ships)));
      const whole = planned(other, before);
      const done = cutAfter(whole, order);
      const last = done.at(-1);
      const cut =
        last?.kind === 'replace' && place !== 'between'
          ? cutOff(applied(before, { steps: done.slice(0, -1) }), last, place)
          : applied(before, { steps: done });
      const mended = applied(cut, planned(other, cut));
      expect(containersIn(mended)).toEqual(containersIn(applied(before, whole)));
      expect(lines(planned(other, mended))).toEqual([]);
    }),
    runs,
  );
});
