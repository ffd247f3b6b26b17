import { describe, expect, test } from 'vitest';
import { type Key, type NormaliseContext, sections, table } from '../../src/lib/schema/index.ts';

const context: NormaliseContext = {
  shape: 'services',
  fail: (path, what) => {
    throw new Error(`${path.join('.')}: ${what}`);
  },
  from: () => undefined,
  absolute: (_, text) => `/project/${text}`,
  variable: (name) => (name === 'KNOWN' ? 'value' : undefined),
};

describe('what is written becomes what Compose prints', () => {
  test.each<[Key, unknown, unknown]>([
    ['privileged', 'yes', true],
    ['privileged', false, undefined],
    ['init', false, false],
    ['mem_limit', '64m', '67108864'],
    ['mem_limit', '1.5 GiB', '1610612736'],
    ['mem_limit', 1024, '1024'],
    ['mem_limit', 0, undefined],
    ['memswap_limit', -1, '-1'],
    ['mem_swappiness', 60, '60'],
    ['cpus', '0.1', 0.1],
    ['cpus', 1.23456789, 1.2345679],
    ['cpus', 0, undefined],
    ['cpu_shares', '10', 10],
    ['pids_limit', -1, -1],
    ['oom_score_adj', 0, undefined],
    ['cap_add', ['A', 'B', 'A'], ['A', 'B']],
    ['cap_add', [], undefined],
    ['dns', '8.8.8.8', ['8.8.8.8']],
    ['dns', ['8.8.8.8', '', '8.8.8.8'], ['8.8.8.8']],
    ['dns_opt', ['use=1', 'ndots:1', 'use=2'], ['use=2', 'ndots:1']],
    ['group_add', [1, 'audio'], ['1', 'audio']],
    ['tmpfs', '/run', ['/run']],
    ['sysctls', ['net.a=1', 'net.b'], { 'net.a': '1', 'net.b': '' }],
    ['sysctls', { 'net.a': 1, 'net.b': null }, { 'net.a': '1', 'net.b': '' }],
    ['storage_opt', { size: '1G' }, { size: '1G' }],
    [
      'logging',
      { driver: 'local', options: { 'max-file': 3, x: null } },
      { driver: 'local', options: { 'max-file': '3', x: '' } },
    ],
    ['logging', {}, {}],
    ['stop_grace_period', '1d12h', '36h0m0s'],
    ['pull_policy', 'if_not_present', 'missing'],
    ['extra_hosts', ['b:1.2.3.4', 'a=[::1]', 'a=1,2'], ['a=1', 'a=2', 'a=::1', 'b=1.2.3.4']],
    ['extra_hosts', { b: '1.2.3.4', a: ['1', '2'] }, ['a=1', 'a=2', 'b=1.2.3.4']],
    [
      'ulimits',
      { nproc: 3, nofile: { soft: 1, hard: '2' }, core: 0 },
      { nproc: 3, nofile: { soft: 1, hard: 2 }, core: {} },
    ],
    [
      'devices',
      ['/dev/a', '/dev/b:/dev/a:r', { source: '/dev/c', target: '/dev/d' }],
      [
        { source: '/dev/b', target: '/dev/a', permissions: 'r' },
        { source: '/dev/c', target: '/dev/d' },
      ],
    ],
    ['gpus', 'all', [{ count: -1 }]],
    ['gpus', [{ driver: 'nvidia', count: '2' }, {}], [{ driver: 'nvidia', count: 2 }, { count: -1 }]],
    ['gpus', [{ device_ids: ['0'], options: ['a=b'] }], [{ device_ids: ['0'], options: { a: 'b' } }]],
    [
      'blkio_config',
      { weight: 300, device_read_bps: [{ path: '/dev/a', rate: '12mb' }] },
      { weight: 300, device_read_bps: [{ Path: '/dev/a', Rate: '12582912' }] },
    ],
    [
      'configs',
      ['a', { source: 'a', target: '/b', mode: 0o440 }, { source: 'a', target: '/c', mode: '444', uid: '1' }],
      [
        { source: 'a' },
        { source: 'a', target: '/b', mode: '0440' },
        { source: 'a', target: '/c', uid: '1', mode: '0444' },
      ],
    ],
    [
      'secrets',
      ['a', { source: 'a', target: '/run/secrets/a', mode: 0o400 }, { source: 'b', target: 'c' }],
      [
        { source: 'a', target: '/run/secrets/a', mode: '0400' },
        { source: 'b', target: 'c' },
      ],
    ],
    ['networks', ['a', 'b'], { a: null, b: null }],
    [
      'networks',
      { a: { aliases: ['x'], priority: 2, gw_priority: 0 }, b: {} },
      { a: { aliases: ['x'], priority: 2 }, b: {} },
    ],
    ['networks', [], undefined],
    ['build', './web', { context: '/project/./web', dockerfile: 'Dockerfile' }],
    ['build', { dockerfile_inline: 'FROM x' }, { context: '/project/.', dockerfile_inline: 'FROM x' }],
    [
      'build',
      {
        context: 'https://example.com/web.git',
        args: ['A=1', 'KNOWN', 'UNKNOWN'],
        ssh: ['default', 'key=/k'],
        additional_contexts: ['base=docker-image://alpine', 'src=src'],
        secrets: ['token'],
        provenance: true,
        no_cache: 'true',
        shm_size: '64m',
      },
      {
        context: 'https://example.com/web.git',
        dockerfile: 'Dockerfile',
        args: { A: '1', KNOWN: 'value' },
        ssh: ['default', 'key=/k'],
        additional_contexts: { base: 'docker-image://alpine', src: '/project/src' },
        secrets: [{ source: 'token' }],
        provenance: 'true',
        no_cache: true,
        shm_size: '67108864',
      },
    ],
    ['deploy', null, undefined],
    ['deploy', {}, { resources: {}, placement: {} }],
    [
      'deploy',
      {
        mode: 'global',
        labels: ['a=b'],
        update_config: { parallelism: 0, delay: '10s', monitor: '0s', max_failure_ratio: '0.3', order: 'start-first' },
        restart_policy: { condition: 'on-failure', delay: '0s', max_attempts: 3, window: '120s' },
        resources: {
          limits: { cpus: '0.50', memory: '50M', pids: 3 },
          reservations: {
            devices: [{ capabilities: ['gpu'] }],
            generic_resources: [{ discrete_resource_spec: { kind: 'ssd', value: 2 } }],
          },
        },
        placement: { constraints: ['node.role == manager'], preferences: [{ spread: 'node.labels.zone' }] },
      },
      {
        mode: 'global',
        labels: { a: 'b' },
        update_config: { parallelism: 0, delay: '10s', max_failure_ratio: 0.3, order: 'start-first' },
        restart_policy: { condition: 'on-failure', delay: '0s', max_attempts: 3, window: '2m0s' },
        resources: {
          limits: { cpus: 0.5, memory: '52428800', pids: 3 },
          reservations: {
            devices: [{ capabilities: ['gpu'], count: -1 }],
            generic_resources: [{ discrete_resource_spec: { kind: 'ssd', value: 2 } }],
          },
        },
        placement: { constraints: ['node.role == manager'], preferences: [{ spread: 'node.labels.zone' }] },
      },
    ],
    [
      'post_start',
      [{ command: 'echo "a b"', privileged: true, environment: ['A=1', 'B'] }],
      [{ command: ['echo', 'a b'], privileged: true, environment: { A: '1', B: null } }],
    ],
    [
      'develop',
      { watch: [{ path: 'src', action: 'sync', target: '/src', ignore: 'node_modules' }] },
      {
        watch: [
          { path: '/project/src', action: 'sync', target: '/src', ignore: ['node_modules'], exec: { command: null } },
        ],
      },
    ],
    ['models', ['llm'], { llm: null }],
    ['provider', { type: 'x', options: { a: 1, b: [1, 2] } }, { type: 'x', options: { a: ['1'], b: ['1', '2'] } }],
  ])('%s: %j', (key, written, canonical) => {
    expect(table[key].normalise(written, context)).toEqual(canonical);
  });

  test.each<[Key, unknown, string]>([
    ['security_opt', ['a', 'a'], '1: "a" is there twice'],
    ['devices', ['/a:/b:c:d'], '0: "/a:/b:c:d" is not a device'],
    ['gpus', [{ count: 'some' }], '0.count: "some" is not a number of devices'],
    ['gpus', [{ count: 1, device_ids: ['0'] }], '0.device_ids: count and device_ids cannot stand together'],
    ['extra_hosts', ['a'], '0: "a" is not a host'],
    ['secrets', [{ source: 'a', mode: '9' }], '0.mode: "9" is not a mode'],
    ['build', { ssh: ['key'] }, 'ssh.key: key has no key'],
    [
      'build',
      { dockerfile: 'D', dockerfile_inline: 'FROM x' },
      'dockerfile_inline: dockerfile and dockerfile_inline cannot stand together',
    ],
    ['pull_policy', 'sometimes', ': docker does not take "sometimes"'],
  ])('%s: %j is refused', (key, written, problem) => {
    expect(() => table[key].normalise(written, context)).toThrow(problem);
  });
});

describe('an entry of a section becomes what Compose prints', () => {
  test.each<[keyof typeof sections, unknown, unknown]>([
    ['networks', null, {}],
    [
      'networks',
      {
        driver: 'bridge',
        driver_opts: { mtu: 1400 },
        ipam: {
          driver: 'default',
          config: [{ subnet: '10.0.0.0/24', aux_addresses: { a: '10.0.0.2' } }],
          options: { a: 'b' },
        },
        internal: true,
        attachable: false,
        enable_ipv4: false,
        labels: ['a=b'],
      },
      {
        driver: 'bridge',
        driver_opts: { mtu: '1400' },
        ipam: { driver: 'default', config: [{ subnet: '10.0.0.0/24', aux_addresses: { a: '10.0.0.2' } }] },
        internal: true,
        enable_ipv4: false,
        labels: { a: 'b' },
      },
    ],
    ['networks', { external: { name: 'old' } }, { external: true, name: 'old' }],
    ['volumes', { external: 'true', name: 'data' }, { external: true, name: 'data' }],
    ['volumes', { driver: 'nfs', driver_opts: { port: 2049 } }, { driver: 'nfs', driver_opts: { port: '2049' } }],
    [
      'volumes',
      { driver: 'local', driver_opts: { o: 'bind', device: './data' } },
      { driver: 'local', driver_opts: { o: 'bind', device: '/project/./data' } },
    ],
    ['configs', { file: 'a.conf' }, { file: '/project/a.conf' }],
    ['configs', { content: 'a', labels: { b: 1 } }, { content: 'a', labels: { b: '1' } }],
    ['secrets', { environment: 'TOKEN' }, { environment: 'TOKEN' }],
    ['secrets', { external: true }, { external: true }],
    ['models', { model: 'ai/x', context_size: 1024 }, { model: 'ai/x', context_size: 1024 }],
  ])('%s: %j', (section, written, canonical) => {
    expect(sections[section].normalise({ it: written }, context)).toEqual({ it: canonical });
  });

  test.each<[keyof typeof sections, unknown, string]>([
    ['configs', { file: 'a', content: 'b' }, 'it.content: file and content cannot stand together'],
    ['configs', {}, 'it: the config has no content'],
    ['secrets', {}, 'it: the secret has no content'],
  ])('%s: %j is refused', (section, written, problem) => {
    expect(() => sections[section].normalise({ it: written }, context)).toThrow(problem);
  });
});
