import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import type { Observed, Swarm } from '../../src/lib/docker/index.ts';
import { place, placeAnywhere } from '../../src/lib/plan/place.ts';
import { at, observation, type ProjectParts, problem, project, ship, silent } from './helpers.ts';
import { frozen, lines, named, neighbour, placed, three, web } from './placing.ts';

const empty = three.map((name) => observation(name));
const only = 'web-1 s2: the only ship it may use';

/** A published web with these constraints. */
const wanting = (...constraints: string[]): Partial<Service> => ({ ...web, deploy: { placement: { constraints } } });

const labelled = [
  ship('s1', { labels: { disk: 'hdd', zone: 'east' } }),
  ship('s2', { labels: { disk: 'ssd', zone: 'west' } }),
  ship('s3', { labels: { zone: 'west' } }),
];

/** A ship whose engine differs in this. */
const withEngine = (name: string, parts: object) =>
  observation(name, { engine: { ...observation(name).engine, ...parts } });

const swarm = (node: string, role: Swarm['role'] = 'worker', managers = ['n1']): Swarm => ({ node, role, managers });

describe('constraints', () => {
  test.each<[string, string[], string[]]>([
    ['a label of a ship', ['node.labels.disk == ssd'], [only]],
    ['blanks say nothing, nor does case', ['node.labels.disk==SSD'], [only]],
    [
      'all of them hold',
      ['node.labels.zone == west', 'node.labels.disk != ssd'],
      ['web-1 s3: the only ship it may use'],
    ],
    ['a label that is not there is none', ['node.labels.disk != hdd'], ['web-1 s2: first in the file']],
    ["a ship's name", ['node.hostname == s2'], [only]],
    ["an engine's host name", ['node.hostname == box2'], [only]],
    ["an engine's ID", ['node.id == engine-s2'], [only]],
    ['an architecture, by either name', ['node.platform.arch == arm64'], [only]],
    ['an architecture, by either name', ['node.platform.arch == aarch64'], [only]],
    ['a system', ['node.platform.os != linux'], [only]],
    ["a daemon's label", ['engine.labels.gpu == yes'], [only]],
    ['a part in a Swarm', ['node.role == worker'], [only]],
    ['a node of a Swarm', ['node.id == n2'], [only]],
  ])('%s', (_, constraints, expected) => {
    const fleet = [
      observation('s1'),
      withEngine('s2', {
        hostname: 'box2',
        arch: constraints[0]?.includes('arch') ? 'aarch64' : 'x86_64',
        os: constraints[0]?.includes('os') ? 'windows' : 'linux',
        labels: { gpu: 'yes' },
        swarm: swarm('n2'),
      }),
      observation('s3'),
    ];
    expect(placed({ services: { web: wanting(...constraints) }, ships: labelled }, fleet)).toEqual(expected);
  });

  test('what is not known of a silent ship speaks for it, and is waited for', () => {
    const file = project({ services: { web: wanting('node.platform.arch == arm64') }, ships: three });
    const result = place(file, [observation('s1'), silent('s2'), observation('s3')]);
    expect(lines(result)).toEqual([]);
    expect(frozen(result)).toEqual([
      '(web-1) s2: waits for s2, which does not answer: web wants node.platform.arch == arm64, and s1 has x86_64',
    ]);
  });

  test('that no ship meets are an error, before any connection where labels say so', () => {
    const file = project({
      services: { web: wanting('node.labels.zone == west', 'node.labels.disk == tape') },
      ships: labelled,
    });
    const expected = {
      what: 'service web may use no ship of the file',
      where: at('services.web.deploy.placement.constraints.0'),
      why: 'web wants node.labels.zone == west, and s1 has east; web wants node.labels.disk == tape, and s2 has ssd; web wants node.labels.disk == tape, and s3 has none',
      remedy: 'give a ship what the constraint asks for, or ask web for less',
    };
    expect(problem(() => placeAnywhere(file))).toEqual({ ...expected, exit: 2 });
  });

  test('that only engines could meet are an error once these were seen', () => {
    const file = project({ services: { web: wanting('node.role == manager') }, ships: ['s1', 's2'] });
    expect(placeAnywhere(file).placement.get('web-1')?.ship).toBe('s1');
    expect(problem(() => place(file, [observation('s1'), withEngine('s2', { swarm: swarm('n2') })]))).toEqual({
      what: 'service web may use no ship of the file',
      where: at('services.web.deploy.placement.constraints.0'),
      why: 'web wants node.role == manager, and s1 is in no Swarm; web wants node.role == manager, and s2 has worker',
      remedy: 'give a ship what the constraint asks for, or ask web for less',
      exit: 1,
    });
  });

  const known =
    'they have node.labels.NAME, engine.labels.NAME, node.id, node.hostname, node.role, node.platform.os, node.platform.arch';
  test.each<[string, NonNullable<Service['deploy']>, object]>([
    [
      'that are none are an error',
      { placement: { constraints: ['node.labels.disk = ssd'] } },
      {
        what: 'service web: "node.labels.disk = ssd" is not a constraint',
        where: at('services.web.deploy.placement.constraints.0'),
        remedy: 'write NAME == VALUE or NAME != VALUE, as in node.labels.disk == ssd',
      },
    ],
    [
      'about what ships do not have are an error that says what they have',
      { placement: { constraints: ['node.labels.disk != ssd', 'node.colour == red'] } },
      {
        what: 'service web: ships have no "node.colour"',
        where: at('services.web.deploy.placement.constraints.1'),
        why: known,
        remedy: 'give the ships labels in the file, and ask for node.labels.NAME',
      },
    ],
    [
      'preferences too',
      { placement: { preferences: [{ spread: 'node.labels.' }] } },
      {
        what: 'service web: ships have no "node.labels."',
        where: at('services.web.deploy.placement.preferences.0.spread'),
        why: known,
        remedy: 'give the ships labels in the file, and ask for node.labels.NAME',
      },
    ],
  ])('%s', (_, deploy, expected) => {
    const file = project({ services: { web: { ...web, deploy } }, ships: three });
    expect(problem(() => placeAnywhere(file))).toEqual({ ...expected, exit: 2 });
  });
});

describe('what is not the project’s to make', () => {
  const data = { volumes: [{ type: 'volume' as const, source: 'data', target: '/data' }] };
  test.each<[string, Omit<ProjectParts, 'ships'>, Observed, string]>([
    [
      'a volume',
      { services: { web: { ...web, ...data } }, volumes: { data: { name: 'theirs', external: true } } },
      observation('s2', { volumes: [named('theirs')] }),
      'comes back to its data (volume theirs)',
    ],
    [
      'a network',
      { services: { web: { ...web, networks: { edge: null } } }, networks: { edge: { name: 'edge', external: true } } },
      observation('s2', { networks: [named('edge')] }),
      'external network edge is not on s1',
    ],
    ...Object.entries({
      network_mode: { network_mode: 'container:vpn', networks: {} },
      ipc: { ipc: 'container:vpn' },
      pid: { pid: 'container:vpn' },
      volumes_from: { volumes_from: ['container:vpn:ro'] },
      external_links: { external_links: ['vpn:gate'] },
    }).map(([key, parts]): [string, Omit<ProjectParts, 'ships'>, Observed, string] => [
      `a container that ${key} names`,
      { services: { web: parts } },
      observation('s2', { neighbours: [neighbour('vpn', 1)] }),
      'container vpn, which web names, is not on s1',
    ]),
  ])('%s: only where it is', (_, parts, there, why) => {
    const fleet = [observation('s1'), there, observation('s3')];
    expect(placed({ ...parts, ships: three }, fleet)).toEqual([`web-1 s2: ${why}`]);
  });

  test('is not on any ship: an error that says what to do, once ships were seen', () => {
    const parts = {
      services: { web: { ...web, networks: { edge: null } } },
      networks: { edge: { name: 'edge', external: true } },
    };
    const file = project({ ...parts, ships: ['s1', 's2'] });
    expect(lines(placeAnywhere(file))).toEqual(['web-1 s1: first in the file']);
    expect(problem(() => place(file, [observation('s1'), observation('s2')]))).toEqual({
      what: 'service web may use no ship of the file',
      where: at('networks.edge'),
      why: 'external network edge is not on s1; external network edge is not on s2',
      remedy: 'make it there (docker network create edge), or take external away',
      exit: 1,
    });
  });

  test('a silent ship may have it', () => {
    const parts = {
      services: { web: { ...web, networks: { edge: null } } },
      networks: { edge: { name: 'edge', external: true } },
    };
    const result = place(project({ ...parts, ships: ['s1', 's2'] }), [observation('s1'), silent('s2')]);
    expect(frozen(result)).toEqual([
      '(web-1) s2: waits for s2, which does not answer: external network edge is not on s1',
    ]);
  });

  test('a container named by another service of the file is that service’s', () => {
    const services = {
      vpn: { container_name: 'vpn', networks: {}, ships: ['s2'] },
      app: { network_mode: 'container:vpn', networks: {} },
    };
    expect(placed({ services, ships: three }, empty)).toEqual([
      'vpn-1 s2: all on s2 (the only ship it may use): app shares the network of vpn',
      'app-1 s2: all on s2 (the only ship it may use): app shares the network of vpn',
    ]);
  });
});

describe('a network over ships', () => {
  const parts: ProjectParts = {
    services: { web: { ...web, networks: { wide: null } }, db: { networks: { wide: null } } },
    networks: { wide: { driver: 'overlay' } },
    ships: three,
  };
  const joined = (name: string, role?: Swarm['role']) => withEngine(name, { swarm: swarm(`n-${name}`, role) });

  test('takes the bond away where the engines are in one Swarm', () => {
    expect(placed(parts, [joined('s1', 'manager'), joined('s2'), observation('s3')])).toEqual([
      'web-1 s1: first in the file',
      'db-1 s2: fewest of this project',
    ]);
  });

  test('is not for an engine in no Swarm, or in another', () => {
    const fleet = [
      observation('s1'),
      joined('s2', 'manager'),
      withEngine('s3', { swarm: swarm('x', 'manager', ['x']) }),
    ];
    expect(placed(parts, fleet)).toEqual([
      'web-1 s2: network wide is an overlay, and s1 is in no Swarm',
      'db-1 s2: network wide is an overlay, and s1 is in no Swarm',
    ]);
  });

  test('without a Swarm is an error that says what to do', () => {
    expect(problem(() => place(project(parts), empty))).toEqual({
      what: 'service web may use no ship of the file',
      where: at('networks.wide'),
      why: 'network wide is an overlay, and s1 is in no Swarm; network wide is an overlay, and s2 is in no Swarm; network wide is an overlay, and s3 is in no Swarm',
      remedy:
        'join the engines in one Swarm (docker swarm init on one, docker swarm join on the others), or take the driver away',
      exit: 1,
    });
  });

  test('is known by its driver where it is not the file’s to make', () => {
    const overlay = { name: 'wide', driver: 'overlay', labels: {} };
    const file = { ...parts, networks: { wide: { name: 'wide', external: true } } };
    const fleet = [{ ...joined('s1', 'manager'), networks: [overlay] }, joined('s2'), observation('s3')];
    expect(placed(file, fleet)).toEqual(['web-1 s1: first in the file', 'db-1 s2: fewest of this project']);
  });
});
