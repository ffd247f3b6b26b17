import { describe, expect, test } from 'vitest';
import type { Observed, Swarm } from '../../src/lib/docker/index.ts';
import { planDown } from '../../src/lib/plan/index.ts';
import { at, observation, type ProjectParts, port, problem, project } from './helpers.ts';
import { shown } from './lines.ts';
import { but, first, start } from './starting.ts';
import { applied, shipWith } from './world.ts';

/** A web and a database on one network over ships. */
const parts: ProjectParts = {
  services: {
    web: { image: 'web', ports: [port(80, 80)], networks: { wide: null } },
    db: { image: 'db', networks: { wide: null } },
  },
  networks: { wide: { driver: 'overlay' } },
  ships: ['s1', 's2'],
};

const images = ['web', 'db'].map((name) => ({ id: `sha256:${name}`, names: [`${name}:latest`] }));

function joined(name: string, role: Swarm['role']): Observed {
  const swarm = { node: `n-${name}`, role, managers: ['n-s2'] };
  return observation(name, { images, engine: { ...observation(name).engine, swarm } });
}

const fleet = [joined('s1', 'worker'), joined('s2', 'manager')];
const wide = { name: 'demo_wide', driver: 'overlay', labels: { 'com.docker.compose.project': 'demo' } };

/** As docker shows it: a worker lists the network only while a container there runs on it. */
const up = (onWorker: boolean) => {
  const there = ['s1', 's2'].reduce((all, name) => shipWith(all, name, { networks: [wide] }), fleet);
  const done = applied(there, start(parts, there, first));
  return shipWith(shipWith(done, 's2', { networks: [wide] }), 's1', { networks: onWorker ? [wide] : [] });
};

describe('a network over ships', () => {
  test('is made once, by a manager, and all wait for it', () => {
    expect(shown(start(parts, fleet))).toEqual({
      steps: [
        '1 s1: record 1 intent begun',
        '2 s2: record 1 intent begun',
        '3 s2: network demo_wide after 2 (web-1 needs it)',
        '4 s1: create web-1 after 1,3 (first in the file)',
        '5 s2: create db-1 after 2,3 (fewest of this project)',
        '6 s1: record 1 outcome done',
        '7 s2: record 1 outcome done',
      ],
    });
  });

  test('is there for a worker that does not show it', plansNothing(false));
  test('is there for a worker that does', plansNothing(true));

  function plansNothing(onWorker: boolean) {
    return () => expect(shown(start(parts, up(onWorker)))).toEqual({ unchanged: ['web-1', 'db-1'] });
  }

  test('is not made again for what is made anew', () => {
    expect(shown(start(but(parts, { web: { environment: { A: '2' } } }), up(false)))).toEqual({
      steps: [
        '1 s1: record 2 intent begun',
        '2 s2: record 2 intent begun',
        '3 s1: replace web-1 after 1 (it differs in environment.A); environment.A: - -> 2',
        '4 s1: record 2 outcome done',
        '5 s2: record 2 outcome done',
      ],
      unchanged: ['db-1'],
    });
  });

  test('without a manager among the ships is an error that says how else', () => {
    expect(problem(() => start(parts, [fleet[0] as Observed, joined('s2', 'worker')]))).toEqual({
      what: 'network wide can be made by a manager of the Swarm only, and no ship that answers is one',
      where: at('networks.wide'),
      remedy:
        'make it on a manager (docker network create -d overlay --attachable demo_wide) and say external: true, or make a ship a manager',
      exit: 1,
    });
  });

  test('is removed once, by a manager, when all that was on it is gone', () => {
    const options = { ...first, services: [], removeOrphans: false };
    expect(
      shown(planDown(project(parts), up(true), options)).steps?.filter((line) => !line.includes('record')),
    ).toEqual([
      '1 s2: stop demo-db-1 (the project goes down)',
      '2 s2: remove container demo-db-1 after 1 (the project goes down)',
      '3 s1: stop demo-web-1 (the project goes down)',
      '4 s1: remove container demo-web-1 after 3 (the project goes down)',
      '5 s2: remove network demo_wide after 2,4 (the project goes down)',
    ]);
  });
});
