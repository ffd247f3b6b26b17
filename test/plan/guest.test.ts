import { describe, expect, test } from 'vitest';
import { create, type Observed, type Spec } from '../../src/lib/docker/index.ts';
import { containerLabels, HASH_LABEL } from '../../src/lib/docker/labels.ts';
import type { Guest, Says, StartOptions } from '../../src/lib/plan/index.ts';
import { NEW, STAMP } from '../docker/specs.ts';
import { at, type ProjectParts, port, problem, silent } from './helpers.ts';
import { lines } from './lines.ts';
import { empty, flagship, start, two, up, webs } from './starting.ts';

const SAYS: Says = {
  command: [],
  environment: {},
  labels: {},
  capAdd: [],
  capDrop: [],
  tty: false,
  flags: [],
};

type Wish = Partial<Omit<Guest, 'says'>> & { says?: Partial<Says> };

function guest({ says, ...parts }: Wish): Guest {
  return {
    service: 'client',
    slug: '0123456789abcdef'.repeat(4),
    remove: false,
    attached: true,
    servicePorts: false,
    aliases: false,
    ...parts,
    says: { ...SAYS, ...says },
  };
}

function runs(parts: ProjectParts, fleet: readonly Observed[], wish: Wish = {}, options: Partial<StartOptions> = {}) {
  return start(parts, fleet, { guest: guest(wish), ...options });
}

/** What the container is made from. */
function made(parts: ProjectParts, fleet: readonly Observed[], wish: Wish): Spec {
  const step = runs(parts, fleet, wish).steps.find((one) => one.kind === 'create' && one.spec.oneoff);
  if (step?.kind !== 'create') throw new Error('no such step');
  return step.spec;
}

describe('what is done', () => {
  test('what the service needs is started first, and nothing of the service itself', () => {
    expect(lines(runs(flagship, empty(two)))).toEqual([
      '1 s1: record 1 intent begun',
      '2 s2: record 1 intent begun',
      '3 s2: network demo_default after 2 (redis-1 needs it)',
      '4 s2: pull image redis after 2 (redis-1 needs it)',
      '5 s2: pull image demo/client after 2 (client-run-0123456789ab needs it)',
      '6 s2: create redis-1 after 2,3,4 (fewest of this project)',
      '7 s2: make client-run-0123456789ab after 2,3,5,6 (fewest of this service)',
      '8 s1: record 1 outcome done',
      '9 s2: record 1 outcome done',
    ]);
  });

  test('where all of that runs, there is the container alone, and no record', () => {
    const plan = runs(flagship, up(flagship));
    expect({ lines: lines(plan), unchanged: plan.unchanged, risky: plan.risky }).toEqual({
      lines: ['1 s1: make client-run-0123456789ab (has the image)'],
      unchanged: ['redis-1'],
      risky: [],
    });
  });

  test('nothing else is with --no-deps', () => {
    expect(lines(runs(flagship, empty(two), {}, { alone: true }))).toEqual([
      '1 s2: network demo_default (client-run-0123456789ab needs it)',
      '2 s2: pull image demo/client (client-run-0123456789ab needs it)',
      '3 s2: make client-run-0123456789ab after 1,2 (fewest of this service)',
    ]);
  });

  test('what it depends on is waited for', () => {
    const parts: ProjectParts = {
      services: {
        client: { image: 'client', depends_on: { redis: { condition: 'service_healthy', required: true } } },
        redis: { image: 'redis' },
      },
      ships: ['s1'],
    };
    expect(lines(runs(parts, empty(['s1']))).slice(4, 7)).toEqual([
      '5 s1: create redis-1 after 1,2,3 (all on s1 (the only ship it may use): client and redis publish no port)',
      '6 s1: wait demo-redis-1 after 5 (others wait until it is healthy)',
      '7 s1: make client-run-0123456789ab after 1,2,4,6 (all on s1 (the only ship it may use): client and redis publish no port)',
    ]);
  });

  test('it starts at once where nobody attaches to it', () => {
    expect(lines(runs(flagship, up(flagship), { attached: false }))).toEqual([
      '1 s1: create client-run-0123456789ab (has the image)',
    ]);
  });
});

describe('where it runs', () => {
  const shipOf = (parts: ProjectParts, fleet: readonly Observed[], wish: Wish) => {
    const step = runs(parts, fleet, wish).steps.find(({ kind }) => kind === 'create');
    return step && `${step.ship}: ${step.why}`;
  };
  const stateful: ProjectParts = {
    services: { db: { image: 'db', volumes: [{ type: 'volume', source: 'data', target: '/data' }] } },
    volumes: { data: {} },
    ships: two,
  };

  test('as a new replica, where its image is, and without its ports', () => {
    expect(shipOf(webs(1), up(webs(1)), { service: 'web' })).toBe('s1: has the image');
    const elsewhere = up(webs(1)).map((ship) => ({ ...ship, images: [] }));
    expect(shipOf(webs(1), elsewhere, { service: 'web' })).toBe('s2: fewest of this service');
  });

  test('on a ship that the person names', () => {
    expect(shipOf(webs(1), up(webs(1)), { service: 'web', ships: ['s1'] })).toBe('s1: the only ship it may use');
  });

  test('with the data of its service', () => {
    expect(shipOf(stateful, up(stateful), { service: 'db' })).toBe(
      's1: all on s1 (most of them are there): they share demo_data',
    );
    expect(problem(() => runs(stateful, up(stateful), { service: 'db', ships: ['s2'] }))).toEqual({
      what: 'db-1 and db-run have no ship to go to',
      where: at('ships'),
      why: 'the container is to run on s2; the data of db-1 (volume demo_data) is on s1, and data never moves by itself; they stay together: they share demo_data',
      remedy: 'let db use s1, or move the data yourself and remove container demo-db-1 and volume demo_data there',
      exit: 1,
    });
  });

  test('nowhere where the ship of that does not answer', () => {
    const [, other] = up(stateful) as [Observed, Observed];
    expect(problem(() => runs(stateful, [silent('s1'), other], { service: 'db' }))).toEqual({
      what: 'a container of db can run nowhere now',
      why: 'it waits for s1, which does not answer: db-1 is there, and they share demo_data',
      exit: 3,
    });
  });
});

describe('what it is', () => {
  const parts: ProjectParts = {
    services: {
      web: {
        image: 'web',
        container_name: 'front',
        restart: 'always',
        command: ['serve'],
        entrypoint: ['tini', '--'],
        environment: { A: '1' },
        ports: [port(80, 8080)],
        labels: { tier: 'front' },
        cap_add: ['CHOWN'],
      },
    },
    ships: ['s1'],
  };
  /** Its docker command, but for the labels. */
  const words = (wish: Wish) => {
    const spec = made(parts, empty(['s1']), { service: 'web', ...wish });
    const [command] = create(spec, STAMP, NEW);
    const argv = command?.argv.filter((word, at, all) => word !== '--label' && all[at - 1] !== '--label').join(' ');
    return { ...command, argv };
  };

  test('the container of the service, without the name, ports, restarts and aliases of its replicas', () => {
    expect(words({})).toEqual({
      argv: 'create --name demo-web-run-0123456789ab -i --cap-add CHOWN --env-file /dev/stdin --network demo_default --network-alias demo-web-run-0123456789ab --entrypoint tini web -- serve',
      env: { A: '1' },
      masked: [],
    });
  });

  test('what the person says comes instead of what the file says, and values stay out of sight', () => {
    const says: Says = {
      command: ['ls', '-la'],
      entrypoint: 'sh -c "a b"',
      environment: { A: '2', TOKEN: 'secret' },
      labels: {},
      user: 'nobody',
      workingDir: '/srv',
      capAdd: ['NET_ADMIN'],
      capDrop: ['ALL'],
      pull: 'always',
      tty: true,
      flags: ['-p', '81:80', '-v', 'demo_data:/data'],
    };
    const said = { name: 'check', remove: true, servicePorts: true, aliases: true, says };
    expect(words(said)).toEqual({
      argv: 'create --name check --rm --user nobody --workdir /srv -i -t --cap-add CHOWN --cap-add NET_ADMIN --cap-drop ALL -p 8080:80 --env-file /dev/stdin --network demo_default --network-alias check --network-alias web --entrypoint sh -p 81:80 -v demo_data:/data web -c a b ls -la',
      env: { A: '2', TOKEN: 'secret' },
      masked: ['A', 'TOKEN'],
    });
  });

  test('an entrypoint that is no words is refused', () => {
    expect(problem(() => words({ says: { entrypoint: 'sh; ls' } })).what).toMatch(/^--entrypoint: /);
  });

  test('labels by which Compose knows it', () => {
    const spec = made(parts, empty(['s1']), { service: 'web', says: { labels: { tier: 'back', job: 'migrate' } } });
    const labels = containerLabels(spec, STAMP);
    const { [HASH_LABEL]: _, ...rest } = labels;
    expect(rest).toEqual({
      'com.docker.compose.project': 'demo',
      'com.docker.compose.service': 'web',
      'com.docker.compose.oneoff': 'True',
      'com.docker.compose.slug': '0123456789abcdef'.repeat(4),
      'com.docker.compose.depends_on': '',
      'com.docker.compose.version': '0.1.0',
      'com.docker.compose.project.working_dir': '/home/ann/demo',
      'com.docker.compose.project.config_files': '/home/ann/demo/docker.yml,/home/ann/demo/docker.override.yml',
      'compowarm.ship': '192.168.1.83',
      'compowarm.deploy': '7f3a',
      tier: 'back',
      job: 'migrate',
    });
  });
});
