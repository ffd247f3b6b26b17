import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import type { Container } from '../../src/lib/docker/index.ts';
import { planStart } from '../../src/lib/plan/index.ts';
import { project } from './helpers.ts';
import { shown } from './lines.ts';
import { alone, but, first, start, up } from './starting.ts';
import { applied, tweaked } from './world.ts';

const limited = alone({ cpus: 0.5, mem_limit: '67108864', restart: 'always' });

describe('what can be changed in a container that stays', () => {
  test.each<[what: string, from: Partial<Service>, to: Partial<Service>, step: string]>([
    ['processors', { cpus: 0.5 }, { cpus: 1 }, '2 s1: update web-1 cpus after 1 (it differs in cpus); cpus: 0.5 -> 1'],
    [
      'memory, and the swap with it',
      { mem_limit: '67108864' },
      { mem_limit: '134217728' },
      '2 s1: update web-1 mem_limit,memswap_limit after 1 (it differs in mem_limit); mem_limit: 64m -> 128m',
    ],
    [
      'swap alone',
      { mem_limit: '67108864' },
      { mem_limit: '67108864', memswap_limit: '-1' },
      '2 s1: update web-1 memswap_limit after 1 (it differs in memswap_limit); memswap_limit: 128m -> -1',
    ],
    [
      'the first limit of memory',
      {},
      { mem_limit: '1000' },
      '2 s1: update web-1 mem_limit,memswap_limit after 1 (it differs in mem_limit); mem_limit: - -> 1000',
    ],
    [
      'processes, taken away',
      { pids_limit: 64 },
      {},
      '2 s1: update web-1 pids_limit after 1 (it differs in pids_limit); pids_limit: 64 -> -',
    ],
    [
      'the restart policy',
      { restart: 'always' },
      {},
      '2 s1: update web-1 restart after 1 (it differs in restart); restart: always -> -',
    ],
    [
      'by deploy',
      { cpus: 0.5 },
      { deploy: { resources: { limits: { cpus: 2 } }, restart_policy: { condition: 'any' } } },
      '2 s1: update web-1 restart,cpus after 1 (it differs in restart); restart: - -> always; cpus: 0.5 -> 2',
    ],
    [
      'a limit that docker can’t take away',
      { cpus: 0.5 },
      {},
      '2 s1: replace web-1 after 1 (it differs in cpus); cpus: 0.5 -> -',
    ],
    [
      'processors said in another way',
      { cpus: 0.5 },
      { cpu_quota: 50_000 },
      '2 s1: replace web-1 after 1 (it differs in cpus); cpus: 0.5 -> -; cpu_quota: - -> 50000',
    ],
    [
      'with something else',
      { cpus: 0.5 },
      { cpus: 1, user: 'app' },
      '2 s1: replace web-1 after 1 (it differs in user); user: - -> app; cpus: 0.5 -> 1',
    ],
  ])('%s', (_, from, to, step) => {
    expect(shown(start(alone(to), up(alone(from)))).steps).toEqual([
      '1 s1: record 2 intent begun',
      step,
      '3 s1: record 2 outcome done',
    ]);
  });

  test('once it is done there is nothing to do', () => {
    const parts = but(limited, { web: { cpus: 1, restart: 'no', pids_limit: 10 } });
    const fleet = up(limited);
    expect(shown(start(parts, applied(fleet, start(parts, fleet))))).toEqual({ unchanged: ['web-1'] });
  });

  test('one that has stopped is changed, then started', () => {
    const fleet = tweaked(up(limited), 'demo-web-1', { state: 'exited' });
    expect(shown(start(but(limited, { web: { cpus: 1 } }), fleet)).steps).toEqual([
      '1 s1: record 2 intent begun',
      '2 s1: update web-1 cpus after 1 (it differs in cpus); cpus: 0.5 -> 1',
      '3 s1: start demo-web-1 after 2 (it is stopped (exit 0))',
      '4 s1: record 2 outcome done',
    ]);
  });

  test('one whose image is pulled first is made anew: it may have to be', () => {
    const parts = but(limited, { web: { cpus: 1, pull_policy: 'always' } });
    expect(shown(start(parts, up(limited))).steps).toContain(
      '3 s1: replace web-1 after 1,2 (it differs in cpus); cpus: 0.5 -> 1',
    );
  });

  test('without leave to make it anew it stays as it is', () => {
    expect(shown(start(but(limited, { web: { cpus: 1 } }), up(limited), { recreate: 'never' }))).toEqual({
      unchanged: ['web-1'],
    });
  });
});

describe('what a person changed by hand', () => {
  test.each<[what: string, is: Partial<Container>, step: string]>([
    [
      'the restart policy',
      { restart: 'no' },
      '2 s1: update web-1 restart after 1 (it differs in restart); restart: - -> always',
    ],
    [
      'a limit',
      { limits: { cpus: '2', mem_limit: '67108864', memswap_limit: '134217728' } },
      '2 s1: update web-1 cpus after 1 (it differs in cpus); cpus: 2 -> 0.5',
    ],
    [
      'a limit that the file does not have',
      { limits: { cpus: '0.5', cpu_shares: '100', mem_limit: '67108864', memswap_limit: '134217728' } },
      '2 s1: replace web-1 after 1 (it differs in cpu_shares); cpu_shares: 100 -> -',
    ],
  ])('%s', (_, is, step) => {
    expect(shown(start(limited, tweaked(up(limited), 'demo-web-1', is))).steps).toContain(step);
  });
});

describe('what an engine does by itself is no change', () => {
  test.each<[what: string, is: Partial<Container>]>([
    ['its kernel counts no swap', { limits: { cpus: '0.5', mem_limit: '67108864', memswap_limit: '-1' } }],
    ['its kernel limits nothing', { limits: {} }],
    [
      'it deals out processes',
      { limits: { cpus: '0.5', mem_limit: '67108864', memswap_limit: '134217728', pids_limit: '2048' } },
    ],
  ])('%s', (_, is) => {
    expect(shown(start(limited, tweaked(up(limited), 'demo-web-1', is)))).toEqual({ unchanged: ['web-1'] });
  });

  test('but without a record nobody knows that it did', () => {
    const fleet = tweaked(up(limited), 'demo-web-1', { limits: {} }).map((ship) => ({ ...ship, record: undefined }));
    expect(
      shown(planStart(project(limited), fleet as never, { ...first, run: true, services: [], removeOrphans: false }))
        .steps?.[1],
    ).toBe(
      '2 s1: update web-1 cpus,mem_limit,memswap_limit after 1 (it differs in cpus); cpus: - -> 0.5; mem_limit: - -> 64m',
    );
  });
});
