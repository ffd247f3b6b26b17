import { describe, expect, test } from 'vitest';
import { flags, wholeSeconds } from '../../src/lib/schema/flags.ts';
import type { Service } from '../../src/lib/schema/types.ts';

function said<K extends keyof Service>(key: K, value: NonNullable<Service[K]>): string[] | undefined {
  return flags[key]?.(value);
}

const tcp = { mode: 'ingress', protocol: 'tcp' } as const;

describe('ports', () => {
  test.each([
    [{ ...tcp, target: 5000, published: '5000' }, '5000:5000'],
    [{ ...tcp, target: 80, published: '8080' }, '8080:80'],
    [{ ...tcp, target: 80 }, '80'],
    [{ ...tcp, target: 80, published: '8000-8010' }, '8000-8010:80'],
    [{ ...tcp, target: 80, published: '8080', host_ip: '127.0.0.1' }, '127.0.0.1:8080:80'],
    [{ ...tcp, target: 80, host_ip: '127.0.0.1' }, '127.0.0.1::80'],
    [{ ...tcp, target: 80, published: '8080', host_ip: '::1' }, '[::1]:8080:80'],
    [{ ...tcp, target: 53, published: '53', protocol: 'udp' }, '53:53/udp'],
    [{ ...tcp, target: 53, protocol: 'sctp', host_ip: '::' }, '[::]::53/sctp'],
  ] as const)('%j is -p %s', (port, words) => {
    expect(said('ports', [port])).toEqual(['-p', words]);
  });

  test('each one has a flag of its own, in the file’s order', () => {
    expect(
      said('ports', [
        { ...tcp, target: 81 },
        { ...tcp, target: 80 },
      ]),
    ).toEqual(['-p', '81', '-p', '80']);
    expect(said('expose', ['6379', '5000-5002/udp'])).toEqual(['--expose', '6379', '--expose', '5000-5002/udp']);
  });
});

describe('volumes', () => {
  test.each([
    [{ type: 'volume', source: 'demo_data', target: '/data' }, ['--mount', 'type=volume,src=demo_data,dst=/data']],
    [{ type: 'volume', target: '/data' }, ['--mount', 'type=volume,dst=/data']],
    [
      { type: 'volume', source: 'demo_data', target: '/data', read_only: true },
      ['--mount', 'type=volume,src=demo_data,dst=/data,readonly'],
    ],
    [
      { type: 'volume', source: 'demo_data', target: '/a,"b"' },
      ['--mount', 'type=volume,src=demo_data,"dst=/a,""b"""'],
    ],
    [{ type: 'bind', source: '/etc/app', target: '/etc/app' }, ['-v', '/etc/app:/etc/app']],
    [{ type: 'bind', source: '/etc/app', target: '/etc/app', read_only: true }, ['-v', '/etc/app:/etc/app:ro']],
    [{ type: 'bind', source: '/srv/a:b', target: '/srv' }, ['--mount', 'type=bind,src=/srv/a:b,dst=/srv']],
  ] as const)('%j', (volume, words) => {
    expect(said('volumes', [volume])).toEqual(words);
  });
});

describe('healthcheck', () => {
  test.each([
    [{ test: ['CMD-SHELL', 'redis-cli ping || exit 1'] }, ['--health-cmd', 'redis-cli ping || exit 1']],
    [{ test: ['CMD', 'redis-cli', 'ping'] }, ['--health-cmd', 'redis-cli ping']],
    [{ test: ['CMD', 'sh', '-c', "echo 'it is $HOME'"] }, ['--health-cmd', "sh -c 'echo '\\''it is $HOME'\\'''"]],
    [{ test: ['NONE'] }, ['--no-healthcheck']],
    [{ test: ['CMD', 'true'], interval: '5s', disable: true }, ['--no-healthcheck']],
    [{ interval: '30s' }, ['--health-interval', '30s']],
    [
      {
        test: ['CMD', 'true'],
        start_interval: '1s',
        start_period: '5s',
        retries: 3,
        timeout: '2s',
        interval: '1m30s',
      },
      [
        ...['--health-cmd', 'true', '--health-interval', '1m30s', '--health-timeout', '2s', '--health-retries', '3'],
        ...['--health-start-period', '5s', '--health-start-interval', '1s'],
      ],
    ],
  ])('%j', (healthcheck, words) => {
    expect(said('healthcheck', healthcheck)).toEqual(words);
  });
});

test.each([
  ['restart', 'on-failure:3', ['--restart', 'on-failure:3']],
  ['labels', { b: '1', a: 'x=y' }, ['--label', 'b=1', '--label', 'a=x=y']],
  ['stop_grace_period', '1m30s', ['--stop-timeout', '90']],
  ['stop_signal', 'SIGUSR1', ['--stop-signal', 'SIGUSR1']],
  ['hostname', 'db', ['--hostname', 'db']],
  ['user', '1000:1000', ['--user', '1000:1000']],
  ['working_dir', '/code', ['--workdir', '/code']],
  ['entrypoint', ['python', '-u'], ['--entrypoint', 'python']],
  ['entrypoint', [], ['--entrypoint', '']],
] as const)('%s %j', (key, value, words) => {
  expect(said(key, value as never)).toEqual(words);
});

test.each([
  ['10s', 10],
  ['0s', 0],
  ['1m0s', 60],
  ['1h0m0.5s', 3601],
  ['500ms', 1],
  ['1000ms', 1],
  ['1.1s', 2],
])('%s is %i whole seconds', (duration, seconds) => {
  expect(wholeSeconds(duration)).toBe(seconds);
});
