import { describe, expect, test } from 'vitest';
import { type Bond, bindings } from '../../src/lib/plan/bonds.ts';
import { at, fairway, type ProjectParts, port, problem, project } from './helpers.ts';

const started = (name: string) => ({ [name]: { condition: 'service_started' as const, required: true } });
const ships = ['s1', 's2'];
const web = { ports: [port(80, 80)] };
const redis = { ports: [port(6379, 6379)] };
const moved = { ports: [port(6379, 16379)] };
const mount = (source: string) => ({ volumes: [{ type: 'volume' as const, source, target: '/data' }] });

describe('in the v1 shape', () => {
  test.each<[string, ProjectParts['services'], Bond[]]>([
    ['a link to what is published leaves both free', { web: { links: ['redis'] }, redis }, []],
    [
      'a link to what is not published ties',
      { web: { ...web, links: ['redis'] }, redis: {} },
      [{ services: ['web', 'redis'], why: 'redis publishes no port' }],
    ],
    [
      'a link by another name does so too',
      { web: { links: ['redis:cache'] }, redis: {} },
      [{ services: ['web', 'redis'], why: 'redis publishes no port' }],
    ],
    ['what is not linked is free', { web: {}, redis: {} }, []],
    ['order alone does not tie', { web: { depends_on: started('redis') }, redis: {} }, []],
    [
      'a link to a port that docker picks ties',
      { web: { links: ['redis'] }, redis: { ports: [port(6379)] } },
      [{ services: ['web', 'redis'], why: 'redis publishes port 6379 at no fixed number' }],
    ],
    [
      'a link to a port out of a range ties',
      { web: { links: ['redis'] }, redis: { ports: [port(6379, '7000-7010')] } },
      [{ services: ['web', 'redis'], why: 'redis publishes port 6379 at no fixed number' }],
    ],
    [
      'a link to a port on loopback ties',
      { web: { links: ['redis'] }, redis: { ports: [port(6379, 6379, { host_ip: '127.0.0.1' })] } },
      [{ services: ['web', 'redis'], why: 'redis publishes port 6379 on loopback only' }],
    ],
    [
      'a link to a port of another number ties',
      { web: { links: ['redis'] }, redis: moved },
      [{ services: ['web', 'redis'], why: 'redis publishes port 6379 as 16379' }],
    ],
    ['one published port is enough', { web: { links: ['redis'] }, redis: { ...redis, expose: ['9000'] } }, []],
    [
      'a chain is one bond, in the order of the file',
      { c: {}, b: { links: ['c'] }, a: { links: ['b'] }, d: web },
      [{ services: ['c', 'b', 'a'], why: 'c and b publish no port' }],
    ],
  ])('%s', (_, services, expected) => {
    expect(bindings(fairway(project({ shape: 'v1', services, ships }))).bonds).toEqual(expected);
  });
});

describe('in the services shape', () => {
  test.each<[string, Omit<ProjectParts, 'ships'>, Bond[]]>([
    ['two that publish all they have are free', { services: { web, redis } }, []],
    [
      'one that publishes nothing ties all on its network',
      { services: { web, redis, db: {} } },
      [{ services: ['web', 'redis', 'db'], why: 'db publishes no port' }],
    ],
    [
      'a port without a fixed number ties',
      { services: { web, redis: { ports: [port(6379, 6379), port(9000)] } } },
      [{ services: ['web', 'redis'], why: 'redis publishes port 9000 at no fixed number' }],
    ],
    [
      'an exposed port that is not published ties',
      { services: { web, redis: { ...redis, expose: ['6379', '9000-9001/tcp'] } } },
      [{ services: ['web', 'redis'], why: 'redis publishes port 9000 at no fixed number' }],
    ],
    [
      'the protocol counts',
      { services: { web, dns: { ports: [port(53, 53)], expose: ['53/udp'] } } },
      [{ services: ['web', 'dns'], why: 'dns publishes port 53/udp at no fixed number' }],
    ],
    ['another number ties nobody by itself', { services: { web, redis: moved } }, []],
    [
      'another number ties who links to it',
      { services: { web: { ...web, links: ['redis'] }, redis: moved, proxy: { ports: [port(81, 81)] } } },
      [{ services: ['web', 'redis'], why: 'redis publishes port 6379 as 16379' }],
    ],
    [
      'another number ties who depends on it',
      { services: { redis: moved, web: { ...web, depends_on: started('redis') } } },
      [{ services: ['redis', 'web'], why: 'redis publishes port 6379 as 16379' }],
    ],
    [
      'no common network, no bond',
      {
        services: { web: { ...web, networks: { front: null } }, db: { networks: { back: null } } },
        networks: { front: {}, back: {} },
      },
      [],
    ],
    [
      'two networks, two bonds',
      {
        services: {
          a: { networks: { front: null } },
          b: { networks: { back: null } },
          c: { networks: { front: null } },
          d: { networks: { back: null } },
        },
        networks: { front: {}, back: {} },
      },
      [
        { services: ['a', 'c'], why: 'a and c publish no port' },
        { services: ['b', 'd'], why: 'b and d publish no port' },
      ],
    ],
    [
      'an overlay network reaches over ships',
      {
        services: { web: { networks: { wide: null, default: null } }, db: { networks: { wide: null, default: null } } },
        networks: { wide: { driver: 'overlay' } },
      },
      [],
    ],
    [
      'a common volume ties',
      {
        services: { web: { ...web, ...mount('files') }, redis: { ...redis, ...mount('files') } },
        volumes: { files: {} },
      },
      [{ services: ['web', 'redis'], why: 'web and redis share volume demo_files' }],
    ],
    [
      'a volume of a driver that reaches over ships does not',
      {
        services: { web: { ...web, ...mount('files') }, redis: { ...redis, ...mount('files') } },
        volumes: { files: { driver: 'nfs' } },
      },
      [],
    ],
    [
      'every reason is told once',
      { services: { web: { ...web, links: ['redis'] }, redis: moved, db: {}, api: {} } },
      [
        {
          services: ['web', 'redis', 'db', 'api'],
          why: 'redis publishes port 6379 as 16379; db and api publish no port',
        },
      ],
    ],
  ])('%s', (_, parts, expected) => {
    expect(bindings(fairway(project({ ...parts, ships }))).bonds).toEqual(expected);
  });
});

describe('services with ships of their own', () => {
  test('stay bonded while they have a common ship', () => {
    const file = project({
      services: { web: { ...web, ships: ['s1', 's2'] }, db: { ships: ['s2', 's3'] } },
      ships: [...ships, 's3'],
    });
    expect(bindings(fairway(file)).bonds).toEqual([{ services: ['web', 'db'], why: 'db publishes no port' }]);
    expect(bindings(fairway(file)).warnings).toEqual([]);
  });

  test('part with a warning where none names the other', () => {
    const file = project({
      services: {
        web: { ...web, ships: ['s1'] },
        api: { ships: ['s1'] },
        db: { ships: ['s2'] },
        jobs: { ships: ['s2'] },
      },
      ships,
    });
    expect(bindings(fairway(file)).bonds).toEqual([
      { services: ['web', 'api'], why: 'api publishes no port' },
      { services: ['db', 'jobs'], why: 'db and jobs publish no port' },
    ]);
    expect(bindings(fairway(file)).warnings).toEqual([
      'their own ships keep web and api apart from db and jobs, though db, jobs and api publish no port',
    ]);
  });

  test('part with a warning though they share a volume', () => {
    const file = project({
      services: {
        web: { ...web, ...mount('files'), ships: ['s1'] },
        redis: { ...redis, ...mount('files'), ships: ['s2'] },
      },
      volumes: { files: {} },
      ships,
    });
    expect(bindings(fairway(file)).warnings).toEqual([
      'their own ships keep web apart from redis, though web and redis share volume demo_files',
    ]);
  });

  test.each<[string, ProjectParts['services'], string]>([
    ['links to', { web: { ...web, links: ['db'], ships: ['s1'] }, db: { ships: ['s2'] } }, 'web links to db'],
    [
      'depends on',
      { web: { ...web, depends_on: started('db'), ships: ['s1'] }, db: { ships: ['s2'] } },
      'web depends on db',
    ],
  ])('must not part where one %s the other', (_, services, what) => {
    expect(problem(() => bindings(fairway(project({ services, ships }))))).toEqual({
      what: `${what}, but no ship may run both`,
      where: at('services.db.ships'),
      why: 'db publishes no port, so both need one ship; web may use s1, db may use s2',
      remedy: 'let them share a ship, or publish all ports of db under their own numbers',
      exit: 2,
    });
  });

  test('stay with what they name rather than with what only may talk to them', () => {
    const services = { a: { ships: ['s1'] }, b: {}, c: { ships: ['s2'], links: ['b'] } };
    const file = project({ services, ships });
    expect(bindings(fairway(file)).bonds).toEqual([{ services: ['b', 'c'], why: 'b and c publish no port' }]);
    expect(bindings(fairway(file)).warnings).toEqual([
      'their own ships keep a apart from b and c, though a, b and c publish no port',
    ]);
  });

  test('must not part by way of a third', () => {
    const services = { a: { ships: ['s1'], links: ['b'] }, b: {}, c: { ships: ['s2'], links: ['b'] } };
    expect(problem(() => bindings(fairway(project({ shape: 'v1', services, ships }))))).toEqual({
      what: 'c links to b, but no ship may run both',
      where: at('services.c.ships'),
      why: 'b publishes no port, so both need one ship; a and b may use s1, c may use s2',
      remedy: 'let them share a ship, or publish all ports of b under their own numbers',
      exit: 2,
    });
  });
});

describe('another number where nobody names it', () => {
  test.each<[string, ProjectParts, string[]]>([
    [
      'is a warning',
      { services: { web, redis: moved }, ships },
      ['redis publishes port 6379 as 16379: from other ships web can reach it at 16379 only'],
    ],
    ['is none on one ship', { services: { web, redis: moved }, ships: ['s1'] }, []],
    ['is none in the v1 shape', { shape: 'v1', services: { web, redis: moved }, ships }, []],
    ['is none where it is tied', { services: { web: { ...web, links: ['redis'] }, redis: moved }, ships }, []],
  ])('%s', (_, parts, expected) => {
    expect(bindings(fairway(project(parts))).warnings).toEqual(expected);
  });
});
