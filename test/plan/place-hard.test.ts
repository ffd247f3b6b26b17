import { describe, expect, test } from 'vitest';
import { place, placeAnywhere } from '../../src/lib/plan/place.ts';
import { at, container, observation, type ProjectParts, port, problem, project } from './helpers.ts';

/** As many services, where each two that `share` publish a port of their own that no other has. */
function sharing(count: number, ships: number, share: (low: number, high: number) => boolean): ProjectParts {
  const all = Array.from({ length: count }, (_, index) => index);
  const shared = (one: number) =>
    all
      .map((other): [number, number] => [Math.min(one, other), Math.max(one, other)])
      .filter(([low, high]) => low !== high && share(low, high))
      .map(([low, high]) => port(80, 1000 + low * count + high));
  return {
    services: Object.fromEntries(all.map((one) => [`v${one}`, { ports: shared(one) }])),
    ships: Array.from({ length: ships }, (_, index) => `s${index + 1}`),
  };
}

describe('60 services of which each shares 48 ports with others, on 20 ships', () => {
  const crowded = sharing(
    60,
    20,
    (low, high) => ((low + 1) * (high + 1) * 97 + low * low * 37 + high * high * 101) % 59 < 48,
  );
  const running = container({ service: 'v59' });
  const fleet = crowded.ships.map((name) =>
    observation(name as string, name === 's20' ? { containers: [running] } : {}),
  );

  test('find a ship each where no port is taken twice, and what runs stays', () => {
    const { placement } = place(project(crowded), fleet);
    const taken = [...placement.values()].flatMap(({ service, ship }) =>
      (crowded.services[service]?.ports ?? []).map(({ published }) => `${ship}:${published}`),
    );
    expect([placement.size, taken.length, new Set(taken).size]).toEqual([60, 2890, 2890]);
    expect(placement.get('v59-1')).toEqual({ service: 'v59', number: 1, ship: 's20', why: 'stays where it runs' });
  });
});

test('a search that takes too long is given up, and says so', () => {
  const all = sharing(21, 20, () => true);
  expect(problem(() => placeAnywhere(project(all)))).toEqual({
    what: 'no placement was found in 10,000,000 looks, and the search was given up',
    why: 'many services take the same ports or names of the same ships, and there are too many ways to deal them out',
    remedy: 'leave it fewer ways: name the ships of some services under `ships` or `deploy.placement.constraints`',
    exit: 2,
  });
});

test('services that take nothing of each other are not to blame for each other', () => {
  const free = Array.from({ length: 12 }, (_, index) => [
    `free${index}`,
    { ports: [port(80, 9000 + index)], deploy: { replicas: 2 } },
  ]);
  const { services, ships } = sharing(5, 4, () => true);
  const { v0, ...rest } = services;
  expect(
    problem(() => placeAnywhere(project({ services: { v0: v0 ?? {}, ...Object.fromEntries(free), ...rest }, ships }))),
  ).toEqual({
    what: 'v3-1 has no ship to go to',
    where: at('services.v3.ports.0'),
    why: 'port 1003 is taken on s1 by v0-1; port 1008 is taken on s2 by v1-1; port 1013 is taken on s3 by v2-1; s4 would leave no ship for v4-1',
    remedy: 'free port 1003 on s1, or choose another',
    exit: 2,
  });
});
