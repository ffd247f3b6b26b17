import { describe, expect, test } from 'vitest';
import { type Limits, toShell, update, wantedLimits } from '../../src/lib/docker/index.ts';
import { heldLimits } from '../../src/lib/docker/limits.ts';
import type { Service, Updatable } from '../../src/lib/schema/index.ts';
import { webSpec } from './specs.ts';

describe('what docker holds of a container, in Compose’s words', () => {
  test.each<[what: string, host: Record<string, unknown>, limits: Limits]>([
    ['no limits', { Memory: 0, MemorySwap: 0, NanoCpus: 0, CpusetCpus: '', PidsLimit: null }, {}],
    ['an engine that knows less of them', {}, {}],
    ['processors, in billionths', { NanoCpus: 250_000_000 }, { cpus: '0.25' }],
    [
      'memory, with the swap that docker gives to it',
      { Memory: 67108864, MemorySwap: 134217728, MemoryReservation: 33554432 },
      { mem_limit: '67108864', mem_reservation: '33554432', memswap_limit: '134217728' },
    ],
    [
      'memory where the kernel counts no swap',
      { Memory: 100, MemorySwap: -1 },
      { mem_limit: '100', memswap_limit: '-1' },
    ],
    ['processes', { PidsLimit: 64 }, { pids_limit: '64' }],
    ['any number of processes', { PidsLimit: -1 }, {}],
    [
      'the rest',
      { CpusetCpus: '0,1', CpuShares: 512, CpuPeriod: 50_000, CpuQuota: 25_000 },
      { cpuset: '0,1', cpu_shares: '512', cpu_period: '50000', cpu_quota: '25000' },
    ],
  ])('%s', (_, host, limits) => {
    expect(heldLimits(host)).toEqual(limits);
  });
});

describe('what docker is to hold', () => {
  test.each<[what: string, said: Partial<Service>, limits: Limits]>([
    ['nothing said', {}, {}],
    ['nothing meant', { mem_limit: '0', pids_limit: -1, restart: 'no', cpus: 0 }, {}],
    ['a policy', { restart: 'on-failure:3' }, { restart: 'on-failure:3' }],
    ['memory: as much swap again', { mem_limit: '1024' }, { mem_limit: '1024', memswap_limit: '2048' }],
    ['memory and swap', { mem_limit: '1024', memswap_limit: '-1' }, { mem_limit: '1024', memswap_limit: '-1' }],
  ])('%s', (_, said, limits) => {
    expect(wantedLimits(webSpec(said).config)).toEqual(limits);
  });
});

describe('docker update', () => {
  test.each<[keys: Updatable[], said: Partial<Service>, command: string]>([
    [['cpus'], { cpus: 0.5 }, 'docker update --cpus 0.5 web'],
    [['memswap_limit', 'mem_limit'], { mem_limit: '1024' }, 'docker update --memory 1024 --memory-swap 2048 web'],
    [['restart', 'pids_limit'], {}, 'docker update --restart no --pids-limit -1 web'],
    [
      ['cpuset', 'cpu_shares'],
      { cpuset: '0,1', cpu_shares: 512 },
      'docker update --cpuset-cpus 0,1 --cpu-shares 512 web',
    ],
  ])('%j', (keys, said, command) => {
    expect(toShell(update('web', keys, webSpec(said).config))).toBe(command);
  });
});
