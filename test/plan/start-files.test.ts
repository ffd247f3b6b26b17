import { describe, expect, test } from 'vitest';
import type { Contents, LocalMount } from '../../src/lib/compose/index.ts';
import { builtHere, bulkOf, planDown, withWeights } from '../../src/lib/plan/index.ts';
import { type ProjectParts, problem, project } from './helpers.ts';
import { lines } from './lines.ts';
import { alone, but, type Case, empty, first, plans, second, start, two, up } from './starting.ts';
import { applied, recordOn, seen, shipWith, tweaked } from './world.ts';

const NONE: Contents = { configs: {}, secrets: {}, mounts: {} };
const [OLD, NEW] = ['a'.repeat(64), 'b'.repeat(64)];

/** A service with a config and a secret. */
const texts = (app: string, key = OLD): ProjectParts => ({
  ...alone({ image: 'web', configs: [{ source: 'app' }], secrets: [{ source: 'key', mode: '0440', uid: '33' }] }),
  contents: { ...NONE, configs: { app: { digest: app, bytes: 5 } }, secrets: { key: { digest: key, bytes: 9 } } },
});

const bind = (source: string, target: string, read_only = false) => ({
  ...{ type: 'bind' as const, source: `/home/me/demo/${source}`, target },
  ...(read_only && { read_only }),
});
const mount = (digest: string, parts: Partial<LocalMount> = {}): LocalMount => ({
  ...{ source: './conf', keep: false, digest, bytes: 2048 },
  ...parts,
});

/** A service with a folder of this machine. */
const conf = (digest: string): ProjectParts => ({
  ...alone({ image: 'web', volumes: [bind('conf', '/etc/conf', true)] }),
  contents: { ...NONE, mounts: { '/services/web/volumes/0': mount(digest) } },
});

/** A service with a folder that becomes a ship's own. */
const data: ProjectParts = {
  services: { web: { image: 'web', volumes: [bind('data', '/data')] } },
  ships: two,
  contents: { ...NONE, mounts: { '/services/web/volumes/0': mount('', { source: './data', keep: true, bytes: 0 }) } },
};

/** Two services with one folder, one of them with a second. */
const shared: ProjectParts = {
  services: {
    web: { image: 'web', volumes: [bind('conf', '/etc/conf', true)] },
    api: { image: 'api', volumes: [bind('conf', '/conf', true), bind('app', '/app', true)] },
  },
  ships: ['s1'],
  contents: {
    ...NONE,
    mounts: {
      '/services/web/volumes/0': mount(OLD),
      '/services/api/volumes/0': mount(OLD),
      '/services/api/volumes/1': mount(NEW, { source: './app' }),
    },
  },
};

describe('content of this machine is brought', () => {
  test.each<Case>([
    [
      'before the container that is given it; what is copied is named by what it is',
      texts(OLD),
      up(alone({ image: 'other' })),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image web after 1 (web-1 needs it)',
          '3 s1: configs.app after 1 (web-1 needs it (5 bytes))',
          '4 s1: secrets.key after 1 (web-1 needs it (9 bytes))',
          '5 s1: replace web-1 after 1,2,3,4 (it differs in configs); configs: - -> app; image: other -> web; secrets: - -> {"source":"key","mode":"0440","uid":"33"}',
          '6 s1: record 2 outcome done',
        ],
      },
    ],
    ['not again where nothing changed', texts(OLD), up(texts(OLD)), { unchanged: ['web-1'] }],
    [
      'once a ship, whoever mounts it',
      shared,
      up({ services: {}, ships: ['s1'] }),
      {
        steps: [
          '1 s1: record 1 intent begun',
          '2 s1: network demo_default after 1 (web-1 needs it)',
          '3 s1: pull image web after 1 (web-1 needs it)',
          '4 s1: ./conf after 1 (web-1 needs it (2.0 KiB))',
          '5 s1: pull image api after 1 (api-1 needs it)',
          '6 s1: ./app after 1 (api-1 needs it (2.0 KiB))',
          '7 s1: create web-1 after 1,2,3,4 (all on s1 (the only ship it may use): web and api publish no port)',
          '8 s1: create api-1 after 1,2,5,4,6 (all on s1 (the only ship it may use): web and api publish no port)',
          '9 s1: record 1 outcome done',
        ],
      },
    ],
    [
      'where its container has to be started and it is gone; what was copied is in the container',
      conf(OLD),
      shipWith(tweaked(up(conf(OLD)), 'demo-web-1', { state: 'exited' }), 's1', { contents: [] }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: ./conf after 1 (web-1 needs it (2.0 KiB))',
          '3 s1: start demo-web-1 after 1,2 (it is stopped (exit 0))',
          '4 s1: record 2 outcome done',
        ],
      },
    ],
  ])('%s', plans());
});

describe('what changed in content replaces a container', () => {
  test.each<[string, ProjectParts, ProjectParts, string[]]>([
    ['of a config', texts(OLD), texts(NEW), ['configs.app content']],
    ['of a secret', texts(OLD), texts(OLD, NEW), ['secrets.key content']],
    ['of a mount', conf(OLD), conf(NEW), ['./conf content']],
  ])('%s', (_, before, after, [field = '']) => {
    const plan = lines(start(after, up(before)));
    expect(plan.filter((line) => line.includes('replace'))).toEqual([
      expect.stringMatching(new RegExp(`\\(it differs in ${field}\\); ${field}: - -> -$`)),
    ]);
  });

  test('of what a ship keeps for itself does not', () => {
    const larger = {
      ...NONE,
      mounts: { '/services/web/volumes/0': mount('', { source: './data', keep: true, bytes: 9 }) },
    };
    expect(lines(start({ ...data, contents: larger }, up(data)))).toEqual([]);
  });
});

test('what no container mounts any more and no deploy of late used goes behind what took the containers away', () => {
  const { contents: _, ...before } = recordOn(up(conf(OLD)), 's1');
  const fleet = shipWith(up(conf(OLD)), 's1', { contents: [OLD, `${NEW}+`], record: before });
  const plan = start(conf(NEW), fleet);
  expect(lines(plan)).toEqual([
    '1 s1: record 2 intent begun',
    '2 s1: ./conf after 1 (web-1 needs it (2.0 KiB))',
    '3 s1: replace web-1 after 1,2 (it differs in ./conf content); ./conf content: - -> -',
    '4 s1: old content after 1,3 (no container mounts it)',
    '5 s1: record 2 outcome done',
  ]);
  expect(plan.steps[3]).toMatchObject({ kind: 'tidy', ids: [OLD, `${NEW}+`] });
});

test('what one of the last five deploys used stays', () => {
  const all = ['1', '2', '3', '4', '5', '6', '7'].map((digit) => digit.repeat(64));
  const tidied: string[][] = [];
  const left = all.slice(1).reduce(
    (fleet, digest) => {
      const plan = start(conf(digest), fleet);
      tidied.push(plan.steps.flatMap((step) => (step.kind === 'tidy' ? step.ids : [])));
      return applied(fleet, plan);
    },
    up(conf(all[0] ?? '')),
  );
  expect(tidied).toEqual([[], [], [], [], [all[0]], [all[1]]]);
  expect(seen(left, 's1').contents).toEqual(all.slice(2));
});

test('what is copied comes once, and is there for the next container', () => {
  const [before, renamed] = [texts(OLD), but(texts(OLD), { web: { hostname: 'other' } })];
  expect(lines(start(before, up(before)))).toEqual([]);
  expect(lines(start(renamed, up(before)))).toEqual([
    '1 s1: record 2 intent begun',
    '2 s1: replace web-1 after 1 (it differs in hostname); hostname: - -> other',
    '3 s1: record 2 outcome done',
  ]);
});

test('what another container mounts stays, whatever its service', () => {
  const other = {
    name: 'demo-other-1',
    service: 'other',
    mounts: [{ type: 'bind', source: `/root/s1/demo.files/${OLD}`, target: '/x', writable: false }],
  };
  const before = up(conf(OLD));
  const fleet = shipWith(before, 's1', {
    containers: [...seen(before, 's1').containers, { ...seen(before, 's1').containers[0], ...other } as never],
  });
  expect(lines(start(conf(NEW), fleet)).filter((line) => line.includes('old content'))).toEqual([]);
});

test('alone, what is left over is no reason for a deploy', () => {
  expect(lines(start(conf(OLD), shipWith(up(conf(OLD)), 's1', { contents: [OLD, NEW] })))).toEqual([]);
});

test('down takes all of it', () => {
  const plan = planDown(project(conf(OLD)), up(conf(OLD)), { ...second, services: [], removeOrphans: false });
  expect(lines(plan)).toEqual([
    '1 s1: stop demo-web-1 (the project goes down)',
    '2 s1: remove container demo-web-1 after 1 (the project goes down)',
    '3 s1: remove network demo_default after 2 (the project goes down)',
    '4 s1: old content after 2,3 (no container mounts it)',
    '5 s1: record none',
  ]);
});

describe('a folder that is a ship’s own', () => {
  test('is made once, and stands in the record beside the volumes', () => {
    const fleet = up(data);
    expect(seen(fleet, 's1').kept).toEqual(['./data']);
    expect(recordOn(fleet, 's1').volumes).toEqual({ s1: ['./data'] });
    expect(lines(start(data, tweaked(fleet, 'demo-web-1', null)))).toEqual([
      '1 s1: record 2 intent begun',
      '2 s2: record 2 intent begun',
      '3 s1: create web-1 after 1 (comes back to its data (folder ./data))',
      '4 s1: record 2 outcome done',
      '5 s2: record 2 outcome done',
    ]);
  });

  test('holds its service to its ship, and the record after a down', () => {
    const options = { ...first, services: [], removeOrphans: false };
    const plan = planDown(project(data), up(data), options);
    expect(lines(plan).at(-1)).toBe('5 s2: record 2 outcome done');
    const fleet = shipWith(up({ ...data, ships: ['s2'] }), 's2', { containers: [] });
    const both = [...up({ services: {}, ships: ['s1'] }), ...fleet];
    expect(lines(start(data, both)).filter((line) => line.includes('create'))).toEqual([
      expect.stringContaining('s2: create web-1'),
    ]);
  });
});

describe('a spec says of content', () => {
  const filesIn = (parts: ProjectParts) =>
    start(parts, up({ services: {}, ships: ['s1'] })).steps.flatMap((step) =>
      step.kind === 'create' ? [step.spec.files] : [],
    );
  const id = expect.stringMatching(/^[0-9a-f]{64}$/);
  const app = (web: ProjectParts['services'][string], contents: Partial<Contents> = {}): ProjectParts => ({
    ...alone({ image: 'web', ...web }),
    contents: {
      ...NONE,
      configs: { app: { digest: OLD, bytes: 5 } },
      secrets: { app: { digest: OLD, bytes: 5 } },
      ...contents,
    },
  });
  const copied = { by: 'copy', digest: OLD, bytes: 5, id };
  const plain = { mode: 0o444, uid: 0, gid: 0 };

  test.each<[string, ProjectParts, unknown[]]>([
    [
      'where it comes when nothing is said',
      app({ configs: [{ source: 'app' }], secrets: [{ source: 'app' }] }),
      [
        { ...copied, name: 'configs.app', target: '/app', access: plain },
        { ...copied, name: 'secrets.app', target: '/run/secrets/app', access: plain },
      ],
    ],
    [
      'where it was said to come, and whose it is',
      app({
        configs: [{ source: 'app', target: '/etc/x/../app.conf', uid: '103', gid: '55', mode: '0640' }],
        secrets: [{ source: 'app', target: 'other' }],
      }),
      [
        { ...copied, name: 'configs.app', target: '/etc/app.conf', access: { mode: 0o640, uid: 103, gid: 55 } },
        { ...copied, name: 'secrets.app', target: '/run/secrets/other', access: plain },
      ],
    ],
    [
      'that it is mounted into what is read-only',
      app({ read_only: true, secrets: [{ source: 'app', uid: '33', mode: '0400' }] }),
      [{ ...copied, by: 'mount', name: 'secrets.app', target: '/run/secrets/app', access: { ...plain, mode: 0o400 } }],
    ],
    [
      'that it is mounted over a mount',
      app({ tmpfs: ['/run:size=1m'], secrets: [{ source: 'app' }], configs: [{ source: 'app', target: '/runner' }] }),
      [
        { ...copied, name: 'configs.app', target: '/runner', access: plain },
        { ...copied, by: 'mount', name: 'secrets.app', target: '/run/secrets/app', access: plain },
      ],
    ],
    [
      'that a folder is mounted, whatever owner and mode are asked for',
      app(
        { configs: [{ source: 'app', target: '/etc/app', uid: '33', mode: '0400' }], secrets: [{ source: 'app' }] },
        {
          configs: { app: { digest: OLD, bytes: 5, folder: true } },
          secrets: { app: { digest: NEW, bytes: 6, folder: true } },
        },
      ),
      [
        { by: 'mount', name: 'configs.app', target: '/etc/app', digest: OLD, bytes: 5, id: OLD },
        { by: 'mount', name: 'secrets.app', target: '/run/secrets/app', digest: NEW, bytes: 6, id: NEW },
      ],
    ],
    [
      'of a mount what is in it, of what is kept where it is from',
      app(
        { volumes: [bind('conf', '/c', true), bind('data', '/d')] },
        {
          mounts: {
            '/services/web/volumes/0': mount(OLD),
            '/services/web/volumes/1': mount('', { source: './data', keep: true }),
          },
        },
      ),
      [
        { by: 'mount', name: './conf', target: '/c', digest: OLD, bytes: 2048, id: OLD },
        { by: 'keep', name: './data', target: '/d', digest: '', bytes: 2048, id: './data' },
      ],
    ],
  ])('%s', (_, parts, files) => {
    expect(filesIn(parts)).toEqual([files]);
  });

  test('that an owner is a number', () => {
    expect(problem(() => filesIn(app({ secrets: [{ source: 'app', uid: 'www' }] })))).toEqual({
      what: 'uid "www" is not a number',
      where: expect.objectContaining({ text: 'services.web.secrets.0.uid' }),
      remedy: 'write the uid that the user has in the container',
      exit: 2,
    });
  });
});

describe('how much is brought', () => {
  const MiB = 1024 * 1024;
  const large = (bytes: number): ProjectParts => ({
    ...data,
    services: { web: { image: 'web', deploy: { replicas: 2 }, volumes: [bind('conf', '/c', true)] } },
    contents: { ...NONE, mounts: { '/services/web/volumes/0': mount(OLD, { bytes }) } },
  });

  test.each([
    [64 * MiB, undefined],
    [64 * MiB + 1, '64.0 MiB of this machine (./conf 64.0 MiB) to s1 and s2'],
    [1536 * MiB, '1.5 GiB of this machine (./conf 1.5 GiB) to s1 and s2'],
  ])('%i bytes', (bytes, said) => {
    expect(bulkOf(start(large(bytes), up({ services: {}, ships: two })))).toBe(said);
  });

  test('counts what images are built from, once for all ships', () => {
    const web = { build: { context: '/home/me/demo/web' }, image: 'mine' };
    const parts = { ...large(MiB), services: { web: { ...large(MiB).services.web, ...web } } };
    const plan = start(parts, empty(['s1', 's2']));
    expect(builtHere(plan)).toEqual(['web']);
    const heavy = withWeights(plan, new Map([['web', 64 * MiB]]));
    expect(heavy.steps.flatMap(({ kind, ship, why }) => (kind === 'build' ? [`${ship}: ${why}`] : []))).toEqual([
      's1: web-1 needs it (64.0 MiB)',
      's2: web-2 needs it (64.0 MiB)',
    ]);
    expect([bulkOf(plan), bulkOf(heavy)]).toEqual([
      undefined,
      '65.0 MiB of this machine (web.context 64.0 MiB and ./conf 1.0 MiB) to s1 and s2',
    ]);
  });

  test('knows nothing of a context that docker fetches', () => {
    const plan = start(alone({ image: 'm', build: { context: 'https://example.com/a.git' } }), empty(['s1']));
    expect(builtHere(plan)).toEqual([]);
    expect(withWeights(plan, new Map([['web', 1]]))).toEqual(plan);
  });

  test('names the largest', () => {
    const sizes = { a: 20, b: 50, c: 30, d: 1 };
    const mounts = Object.entries(sizes).map(([name, size], index) => [
      `/services/web/volumes/${index}`,
      mount(name.repeat(64), { source: `./${name}`, bytes: size * MiB }),
    ]);
    const volumes = Object.keys(sizes).map((name) => bind(name, `/${name}`, true));
    const parts = { ...alone({ image: 'web', volumes }), contents: { ...NONE, mounts: Object.fromEntries(mounts) } };
    expect(bulkOf(start(parts, up({ services: {}, ships: ['s1'] })))).toBe(
      '101.0 MiB of this machine (./b 50.0 MiB, ./c 30.0 MiB and ./a 20.0 MiB...) to s1',
    );
  });
});

test('a record says nothing of content but its digest', () => {
  const fleet = up(texts(OLD));
  expect(recordOn(fleet, 's1').specs['web-1']?.files?.map(({ digest }) => digest)).toEqual([OLD, OLD]);
});
