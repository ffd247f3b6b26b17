import { describe, expect, test } from 'vitest';
import type { Observation, Observed } from '../../src/lib/docker/index.ts';
import type { StartOptions } from '../../src/lib/plan/index.ts';
import { mountedVolume, observation, type ProjectParts, type service } from './helpers.ts';
import { lines } from './lines.ts';
import { but, start, up } from './starting.ts';

/** web needs api, which needs db; nothing else on the ship. */
const chain: ProjectParts = {
  services: { web: { links: ['api'] }, api: { links: ['db'] }, db: {}, aside: {} },
  ships: ['s1'],
};
const newWeb = but(chain, { web: { user: 'app' }, db: { user: 'app' } });

/** What a plan does to containers, on ships where the first project is up. */
function steps(
  parts: ProjectParts,
  options: Partial<StartOptions>,
  { before = chain, seen = (fleet: Observed[]) => fleet } = {},
): string[] {
  const plan = start(parts, seen(up(before)), options);
  return lines(plan)
    .filter((line) => !line.includes('record '))
    .map((line) =>
      line
        .replace(/^\d+ s1: /, '')
        .replace(/;.*/, '')
        .replace(/ after [\d,]+/, ''),
    );
}

function stopped(name: string) {
  return (fleet: Observed[]): Observed[] =>
    fleet.map((ship) => ({
      ...(ship as Observation),
      containers: (ship as Observation).containers.map((one) =>
        one.name === name ? { ...one, state: 'exited' as const } : one,
      ),
    }));
}

const anew = '(it is to be made anew)';

test.each<[flags: string, ProjectParts, Partial<StartOptions>, string[]]>([
  ['', chain, {}, []],
  ['', newWeb, {}, ['replace db-1 (it differs in user)', 'replace web-1 (it differs in user)']],
  ['--no-recreate', newWeb, { recreate: 'never', recreateDependencies: 'never' }, []],
  [
    '--force-recreate',
    chain,
    { recreate: 'force' },
    [`replace db-1 ${anew}`, `replace api-1 ${anew}`, `replace web-1 ${anew}`, `replace aside-1 ${anew}`],
  ],
  [
    '--force-recreate, where one differs too',
    but(chain, { aside: { user: 'app' } }),
    { recreate: 'force', services: ['aside'] },
    ['replace aside-1 (it differs in user)'],
  ],
  ['--force-recreate web', chain, { recreate: 'force', services: ['web'] }, [`replace web-1 ${anew}`]],
  [
    '--always-recreate-deps web',
    chain,
    { recreateDependencies: 'force', services: ['web'] },
    [`replace db-1 ${anew}`, `replace api-1 ${anew}`],
  ],
  ['web', newWeb, { services: ['web'] }, ['replace db-1 (it differs in user)', 'replace web-1 (it differs in user)']],
  ['--no-deps web', newWeb, { services: ['web'], alone: true }, ['replace web-1 (it differs in user)']],
  ['--no-deps', newWeb, { alone: true }, ['replace db-1 (it differs in user)', 'replace web-1 (it differs in user)']],
])('start %s', (_, parts, options, said) => {
  expect(steps(parts, options)).toEqual(said);
});

test('what is not made anew is started where it is stopped', () => {
  expect(steps(newWeb, { recreate: 'never', recreateDependencies: 'never' }, { seen: stopped('demo-web-1') })).toEqual([
    'start demo-web-1 (it is stopped (exit 0))',
  ]);
});

test('anonymous volumes go on to the next container, unless new ones are wanted', () => {
  const seen = ([ship]: Observed[]): Observed[] => {
    const { containers, ...rest } = ship as Observation;
    return [{ ...rest, containers: containers.map((one) => ({ ...one, mounts: [mountedVolume('/data')] })) }];
  };
  const parts = { services: { web: {} }, ships: ['s1'] };
  const force = { recreate: 'force' as const };
  expect(steps(parts, force, { before: parts, seen })).toEqual([`replace web-1 keeping ffffffff:/data ${anew}`]);
  expect(steps(parts, { ...force, renewVolumes: true }, { before: parts, seen })).toEqual([`replace web-1 ${anew}`]);
});

describe('an image that is always pulled', () => {
  const always = (parts: Partial<ReturnType<typeof service>> = {}): ProjectParts => ({
    services: { web: { image: 'web:1', pull_policy: 'always', ...parts } },
    ships: ['s1'],
  });
  const refresh = 'refresh web-1 unless image web:1 is sha256:web:1 (its image is pulled always)';

  test('is pulled for a container that differs not, which is made anew if another came', () => {
    expect(steps(always(), {}, { before: always() })).toEqual(['pull image web:1 (web-1 needs it)', refresh]);
  });

  test('is pulled once for a container that is made', () => {
    const ship = observation('s1', { images: [{ id: 'sha256:1', names: ['web:1'] }] });
    const made = lines(start(always({ platform: 'linux/arm64', deploy: { replicas: 2 } }), [ship]));
    expect(made.filter((line) => line.includes('pull'))).toEqual(['3 s1: pull image web:1 after 1 (web-1 needs it)']);
  });

  test.each([
    ['daily', 'pulled daily', 86_400],
    ['weekly', 'pulled weekly', 7 * 86_400],
    ['every_1h30m', 'pulled every 1h30m', 5_400],
  ])('or %s is pulled where the ship has had it for so long', (pull_policy, often, seconds) => {
    const plan = start(always({ pull_policy }), up(always()), { when: '2024-05-02T10:00:00.900Z' });
    const olderThan = Date.parse('2024-05-02T10:00:00Z') / 1000 - seconds;
    expect(plan.steps.find(({ kind }) => kind === 'pull')).toMatchObject({ image: 'web:1', olderThan });
    expect(plan.steps.find(({ kind }) => kind === 'refresh')?.why).toBe(`its image is ${often}`);
  });

  test('or daily is simply pulled where it is not there', () => {
    const plan = start(always({ pull_policy: 'daily' }), [observation('s1')]);
    expect(plan.steps.find(({ kind }) => kind === 'pull')).toEqual({
      ...{ id: '3', ship: 's1', after: ['1'], kind: 'pull', subject: 'image web:1', image: 'web:1' },
      ...{ why: 'web-1 needs it', changes: [] },
    });
  });

  test('is left alone with its container where nothing is to be made anew', () => {
    expect(steps(always(), { recreate: 'never' }, { before: always() })).toEqual([]);
  });
});

describe('a container that shares with another', () => {
  const shares: ProjectParts = {
    services: {
      helper: { networks: {}, network_mode: 'service:web' },
      logs: { volumes_from: ['helper:ro'] },
      web: {},
    },
    ships: ['s1'],
  };
  const behind = (helper: string) => [helper, 'replace logs-1 (it shares with helper-1, which is made anew)'];

  test('is made anew after it', () => {
    expect(steps(but(shares, { web: { user: 'app' } }), {}, { before: shares })).toEqual([
      'replace web-1 (it differs in user)',
      ...behind('replace helper-1 (it shares with web-1, which is made anew)'),
    ]);
  });

  test('is made anew where the other was missing', () => {
    const seen = ([ship]: Observed[]): Observed[] => {
      const { containers, ...rest } = ship as Observation;
      return [{ ...rest, containers: containers.filter((one) => one.service !== 'web') }];
    };
    expect(steps(shares, {}, { before: shares, seen })).toEqual([
      'create web-1 (comes back where it was)',
      ...behind('replace helper-1 (it shares with web-1, which is made anew)'),
    ]);
  });

  test('is made behind it even where nothing is started', () => {
    const plan = start(shares, [observation('s1')], { run: false });
    const made = lines(plan).filter((line) => line.includes('make'));
    expect(made.map((line) => line.replace(/ \(.*/, ''))).toEqual([
      '4 s1: make web-1 after 1,3,2',
      '5 s1: make helper-1 after 1,2,4',
      '6 s1: make logs-1 after 1,3,2,5',
    ]);
  });

  test('is looked after where the other may be made anew', () => {
    const always = but(shares, { web: { pull_policy: 'always' } });
    expect(steps(always, {}, { before: always })).toEqual([
      'pull image image (web-1 needs it)',
      'refresh web-1 unless image image is sha256:image (its image is pulled always)',
      expect.stringMatching(
        /^refresh helper-1 unless container demo-web-1 is \w+ \(what it shares may be made anew\)$/,
      ),
      expect.stringMatching(
        /^refresh logs-1 unless container demo-helper-1 is \w+ \(what it shares may be made anew\)$/,
      ),
    ]);
  });
});
