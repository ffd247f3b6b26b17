import { describe, expect, test } from 'vitest';
import { foldDeploy } from '../../src/lib/schema/fold-deploy.ts';
import { flags, quoteAll, type Service, wholeSeconds } from '../../src/lib/schema/index.ts';

function said<K extends keyof Service>(key: K, value: NonNullable<Service[K]>): string[] | undefined {
  return flags[key]?.words?.(value);
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

const volume = { type: 'volume', source: 'demo_data', target: '/data' } as const;
const bind = { type: 'bind', source: '/etc/app', target: '/app' } as const;
const made = { create_host_path: true };

test.each<[Service['volumes'][number], string]>([
  [volume, '-v demo_data:/data:rw'],
  [{ ...volume, read_only: true, volume: {} }, '-v demo_data:/data:ro'],
  [{ ...volume, volume: { nocopy: true } }, '--mount type=volume,src=demo_data,dst=/data,volume-nocopy'],
  [{ ...volume, volume: { subpath: 'a/b' } }, '--mount type=volume,src=demo_data,dst=/data,volume-subpath=a/b'],
  [
    { ...volume, volume: { labels: { team: 'a,b' } } },
    `--mount 'type=volume,src=demo_data,dst=/data,"volume-label=team=a,b"'`,
  ],
  [{ ...volume, target: '/a:"b"' }, `--mount 'type=volume,src=demo_data,"dst=/a:""b"""'`],
  [{ type: 'volume', target: '/data', volume: {} }, '--mount type=volume,dst=/data'],
  [{ type: 'volume', target: '/data', read_only: true }, '--mount type=volume,dst=/data,readonly'],
  [bind, '-v /etc/app:/app:rw'],
  [{ ...bind, bind: made, read_only: true }, '-v /etc/app:/app:ro'],
  [{ ...bind, bind: { ...made, selinux: 'Z', propagation: 'rslave' } }, '-v /etc/app:/app:rw,Z,rslave'],
  [
    { ...bind, bind: { ...made, propagation: 'rslave' } },
    '--mount type=bind,src=/etc/app,dst=/app,bind-propagation=rslave',
  ],
  [{ ...bind, bind: {} }, '--mount type=bind,src=/etc/app,dst=/app'],
  [
    { ...bind, bind: { propagation: 'shared' }, consistency: 'cached' },
    '--mount type=bind,src=/etc/app,dst=/app,consistency=cached,bind-propagation=shared',
  ],
  [{ ...bind, bind: { ...made, recursive: 'enabled' } }, '-v /etc/app:/app:rw'],
  [{ ...bind, bind: { ...made, recursive: 'disabled' } }, '--mount type=bind,src=/etc/app,dst=/app,bind-nonrecursive'],
  [
    { ...bind, read_only: true, bind: { ...made, recursive: 'readonly', propagation: 'rprivate' } },
    '--mount type=bind,src=/etc/app,dst=/app,readonly,bind-propagation=rprivate,bind-recursive=readonly',
  ],
  [{ ...bind, source: '/srv/a:b' }, '--mount type=bind,src=/srv/a:b,dst=/app'],
  [{ type: 'tmpfs', target: '/t' }, '--mount type=tmpfs,dst=/t'],
  [
    { type: 'tmpfs', target: '/t', tmpfs: { size: '1048576', mode: 0o1770 } },
    '--mount type=tmpfs,dst=/t,tmpfs-size=1048576,tmpfs-mode=1770',
  ],
  [
    { type: 'image', source: 'tools:2', target: '/t', image: { subpath: 'bin' } },
    '--mount type=image,src=tools:2,dst=/t,image-subpath=bin',
  ],
])('a volume %j', (mount, words) => {
  expect(quoteAll(said('volumes', [mount]) ?? [])).toBe(words);
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

const gpu = { capabilities: ['gpu'] };

test.each<{ [K in keyof Service]-?: [K, Service[K], string] }[keyof Service]>([
  ['annotations', { 'com.acme': 'x y' }, "--annotation 'com.acme=x y'"],
  [
    'blkio_config',
    { weight: 300, weight_device: [{ Path: '/dev/sda', Weight: 400 }] },
    '--blkio-weight 300 --blkio-weight-device /dev/sda:400',
  ],
  ['blkio_config', { device_read_bps: [{ Path: '/dev/sda', Rate: '1048576' }] }, '--device-read-bps /dev/sda:1048576'],
  ['blkio_config', { device_read_iops: [{ Path: '/dev/sda', Rate: '10' }] }, '--device-read-iops /dev/sda:10'],
  ['blkio_config', { device_write_bps: [{ Path: '/dev/sda', Rate: '2' }] }, '--device-write-bps /dev/sda:2'],
  ['blkio_config', { device_write_iops: [{ Path: '/dev/sda', Rate: '3' }] }, '--device-write-iops /dev/sda:3'],
  ['cap_add', ['NET_ADMIN', 'ALL'], '--cap-add NET_ADMIN --cap-add ALL'],
  ['cap_drop', ['MKNOD'], '--cap-drop MKNOD'],
  ['cgroup', 'host', '--cgroupns host'],
  ['cgroup_parent', 'apps', '--cgroup-parent apps'],
  ['cpu_period', 100000, '--cpu-period 100000'],
  ['cpu_quota', 50000, '--cpu-quota 50000'],
  ['cpu_rt_period', 11000, '--cpu-rt-period 11000'],
  ['cpu_rt_runtime', 950, '--cpu-rt-runtime 950'],
  ['cpu_shares', 512, '--cpu-shares 512'],
  ['cpus', 0.5, '--cpus 0.5'],
  ['cpuset', '0-3,5', '--cpuset-cpus 0-3,5'],
  ['device_cgroup_rules', ['c 1:3 mr'], "--device-cgroup-rule 'c 1:3 mr'"],
  ['devices', [{ source: '/dev/fuse', target: '/dev/fuse', permissions: 'rwm' }], '--device /dev/fuse:/dev/fuse:rwm'],
  ['devices', [{ source: '/dev/a', target: '/dev/b' }], '--device /dev/a:/dev/b'],
  ['devices', [{ source: 'acme.com/gpu=all', target: 'acme.com/gpu=all' }], '--device acme.com/gpu=all'],
  ['dns', ['1.1.1.1', '::1'], '--dns 1.1.1.1 --dns ::1'],
  ['dns_opt', ['use-vc'], '--dns-option use-vc'],
  ['dns_search', ['a.example'], '--dns-search a.example'],
  ['domainname', 'example.com', '--domainname example.com'],
  ['entrypoint', ['python', '-u'], '--entrypoint python'],
  ['entrypoint', [], "--entrypoint ''"],
  ['gpus', [{ count: -1 }], '--gpus count=all'],
  ['gpus', [gpu], '--gpus count=1'],
  ['gpus', [{ ...gpu, driver: 'nvidia', count: 2 }], '--gpus driver=nvidia,count=2'],
  [
    'gpus',
    [{ capabilities: ['gpu', 'utility', 'compute'], device_ids: ['0', '1'] }],
    `--gpus '"device=0,1","capabilities=utility,compute"'`,
  ],
  ['gpus', [{ count: 1, options: { a: '1', b: 'x,y' } }], `--gpus 'count=1,"options=a=1,""b=x,y"""'`],
  ['group_add', ['mail', '1000'], '--group-add mail --group-add 1000'],
  ['hostname', 'db', '--hostname db'],
  ['init', true, '--init'],
  ['init', false, '--init=false'],
  ['ipc', 'container:demo-db-1', '--ipc container:demo-db-1'],
  ['isolation', 'default', '--isolation default'],
  ['labels', { b: '1', a: 'x=y' }, '--label b=1 --label a=x=y'],
  ['logging', { driver: 'syslog', options: { tag: '{{.Name}}' } }, "--log-driver syslog --log-opt 'tag={{.Name}}'"],
  ['logging', { options: { 'max-size': '1m' } }, '--log-opt max-size=1m'],
  ['mem_limit', '67108864', '--memory 67108864'],
  ['mem_reservation', '33554432', '--memory-reservation 33554432'],
  ['mem_swappiness', '60', '--memory-swappiness 60'],
  ['memswap_limit', '-1', '--memory-swap -1'],
  ['oom_kill_disable', true, '--oom-kill-disable'],
  ['oom_score_adj', -500, '--oom-score-adj -500'],
  ['pid', 'host', '--pid host'],
  ['pids_limit', -1, '--pids-limit -1'],
  ['platform', 'linux/arm64', '--platform linux/arm64'],
  ['privileged', true, '--privileged'],
  ['privileged', false, ''],
  ['read_only', true, '--read-only'],
  ['restart', 'on-failure:3', '--restart on-failure:3'],
  ['runtime', 'runc', '--runtime runc'],
  [
    'security_opt',
    ['no-new-privileges', 'label=user:USER'],
    '--security-opt no-new-privileges --security-opt label=user:USER',
  ],
  ['shm_size', '33554432', '--shm-size 33554432'],
  ['stdin_open', true, '-i'],
  ['stop_grace_period', '1m30s', '--stop-timeout 90'],
  ['stop_signal', 'SIGUSR1', '--stop-signal SIGUSR1'],
  ['storage_opt', { size: '1G' }, '--storage-opt size=1G'],
  ['sysctls', { 'net.core.somaxconn': '1024' }, '--sysctl net.core.somaxconn=1024'],
  ['tmpfs', ['/run', '/tmp:size=1m'], '--tmpfs /run --tmpfs /tmp:size=1m'],
  ['tty', true, '-t'],
  [
    'ulimits',
    { nproc: 65535, nofile: { soft: 10, hard: 20 }, core: { soft: -1 } },
    '--ulimit nproc=65535 --ulimit nofile=10:20 --ulimit core=-1:0',
  ],
  ['user', '1000:1000', '--user 1000:1000'],
  ['userns_mode', 'host', '--userns host'],
  ['uts', 'host', '--uts host'],
  ['volumes_from', ['demo-db-1', 'other:ro'], '--volumes-from demo-db-1 --volumes-from other:ro'],
  ['working_dir', '/code', '--workdir /code'],
])('%s %j is %s', (key, value, words) => {
  expect(quoteAll(said(key, value as never) ?? [])).toBe(words);
});

describe('what deploy says stands under the service’s own keys', () => {
  const reserved = { capabilities: ['gpu'], count: 1 };
  test.each<[Service['deploy'], Partial<Service>]>([
    [undefined, {}],
    [{ replicas: 2, resources: {}, placement: {} }, {}],
    [{ resources: { limits: { cpus: 0.5, memory: '64', pids: 10 } } }, { cpus: 0.5, mem_limit: '64', pids_limit: 10 }],
    [{ resources: { reservations: { cpus: 0.25, memory: '32' } } }, { mem_reservation: '32' }],
    [{ resources: { reservations: { devices: [reserved] } } }, { gpus: [{ count: -1 }, reserved] }],
    [
      { resources: { reservations: { devices: [{ driver: 'cdi', device_ids: ['acme.com/gpu=0'] }] } } },
      { gpus: [{ count: -1 }], devices: [{ source: 'acme.com/gpu=0', target: 'acme.com/gpu=0' }] },
    ],
    [{ restart_policy: { condition: 'on-failure', max_attempts: 3 } }, { restart: 'on-failure:3' }],
    [{ restart_policy: { condition: 'on-failure' } }, { restart: 'on-failure' }],
    [{ restart_policy: { condition: 'none' } }, { restart: 'no' }],
    [{ restart_policy: { condition: 'any', max_attempts: 3 } }, { restart: 'always' }],
    [{ restart_policy: { delay: '5s' } }, { restart: 'always' }],
    [{ restart_policy: { condition: 'unless-stopped' } }, { restart: 'unless-stopped' }],
  ])('%j', (deploy, keys) => {
    const gpus = keys.gpus ? [{ count: -1 }] : undefined;
    expect(foldDeploy({ ...(deploy && { deploy }), ...(gpus && { gpus }) })).toEqual(keys);
  });
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
