import { describe, expect, test } from 'vitest';
import { place, placeAnywhere } from '../../src/lib/plan/place.ts';
import type { ProblemParts } from '../../src/lib/problem.ts';
import { at, observation, type ProjectParts, port, problem, project } from './helpers.ts';
import { neighbour, three, web } from './placing.ts';

describe('no solution', () => {
  test('three replicas with one port on two ships', () => {
    const file = project({ services: { web: { ...web, deploy: { replicas: 3 } } }, ships: ['s1', 's2'] });
    const fleet = [observation('s1', { neighbours: [neighbour('other-web-1', 80)] }), observation('s2')];
    expect(problem(() => place(file, fleet))).toEqual(problem(() => placeAnywhere(file)));
    expect(problem(() => placeAnywhere(file))).toEqual({
      what: 'web-1, web-2 and web-3 each take port 80, and only s1 and s2 are open to them',
      where: at('services.web.ports.0'),
      why: 'a ship has port 80 once',
      remedy: 'fewer replicas, more ships, or let docker pick the port',
      exit: 2,
    });
  });

  test('two replicas with one port, a neighbour in the way', () => {
    const file = project({ services: { web: { ...web, deploy: { replicas: 2 } } }, ships: ['s1', 's2'] });
    const fleet = [observation('s1'), observation('s2', { neighbours: [neighbour('other-web-1', 80)] })];
    expect(problem(() => place(file, fleet))).toEqual({
      what: 'web-1 and web-2 each take port 80, and only s1 is open to them',
      where: at('services.web.ports.0'),
      why: 'a ship has port 80 once; port 80 is taken on s2 by other-web-1',
      remedy: 'fewer replicas, more ships, or let docker pick the port',
      exit: 1,
    });
  });

  test('a neighbour on the only ship', () => {
    const fleet = [observation('s1', { neighbours: [neighbour('other-web-1', 80)] })];
    expect(problem(() => place(project({ services: { web }, ships: ['s1'] }), fleet))).toEqual({
      what: 'web-1 has no ship to go to',
      where: at('services.web.ports.0'),
      why: 'port 80 is taken on s1 by other-web-1',
      remedy: 'free port 80 on s1, or choose another',
      exit: 1,
    });
  });

  test('replicas that share a ship and a port', () => {
    const file = project({ services: { web: { ...web, deploy: { replicas: 2 } }, db: {} }, ships: three });
    expect(problem(() => placeAnywhere(file))).toEqual({
      what: 'web-1 and web-2 have to share a ship, and both take port 80',
      where: at('services.web.ports.0'),
      why: 'db publishes no port',
      remedy:
        'let docker pick the port, have one replica, or publish all ports of these services under their own numbers',
      exit: 2,
    });
  });

  test('one name, more replicas than ships', () => {
    const services = { web: { container_name: 'web', deploy: { replicas: 2 } } };
    expect(problem(() => placeAnywhere(project({ services, ships: ['s1'] })))).toEqual({
      what: 'web-1 and web-2 each take the name web, and only s1 is open to them',
      where: at('services.web.container_name'),
      why: 'a ship has the name web once',
      remedy: 'fewer replicas, more ships, or no container_name',
      exit: 2,
    });
  });

  test('ports that cross', () => {
    const both = { ports: [port(80, 80), port(443, 443)], networks: {} };
    const services = {
      a: { ports: [port(80, 80)], networks: {} },
      b: { ports: [port(443, 443)], networks: {} },
      c: { ...both, ships: ['s1'] },
      d: { ports: [port(443, 443)], networks: {}, ships: ['s1', 's2'] },
    };
    expect(problem(() => placeAnywhere(project({ services, ships: ['s1', 's2'] })))).toEqual({
      what: 'b-1, c-1 and d-1 each take port 443, and only s1 and s2 are open to them',
      where: at('services.b.ports.0'),
      why: 'a ship has port 443 once',
      remedy: 'fewer replicas, more ships, or let docker pick the port',
      exit: 2,
    });
  });

  test('ports that cross in a ring: found, though much that has no ports comes first', () => {
    const apart = { networks: {} };
    const services = {
      ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`free${index}`, apart])),
      a: { ...apart, ports: [port(1, 1), port(2, 2)] },
      b: { ...apart, ports: [port(2, 2), port(3, 3)] },
      c: { ...apart, ports: [port(3, 3), port(1, 1)] },
    };
    expect(problem(() => placeAnywhere(project({ services, ships: ['s1', 's2'] })))).toEqual({
      what: 'b-1 has no ship to go to',
      where: at('services.b.ports.0'),
      why: 'port 2 is taken on s1 by a-1; s2 would leave no ship for c-1',
      remedy: 'free port 2 on s1, or choose another',
      exit: 2,
    });
  });

  test.each<[string, ProjectParts, ProblemParts & { exit: number }]>([
    [
      'no ships',
      { services: { web }, ships: [] },
      { what: 'the file names no ships', remedy: 'list the Docker hosts under the key `ships`', exit: 2 },
    ],
    [
      'a service that names no ship of the file',
      { services: { web: { ships: ['s9'] } }, ships: three },
      {
        what: 'service web may use no ship of the file',
        where: at('services.web.ships'),
        why: 'web may use only s9',
        remedy: 'let web use another ship',
        exit: 2,
      },
    ],
  ])('%s', (_, parts, expected) => {
    expect(problem(() => placeAnywhere(project(parts)))).toEqual(expected);
  });
});
