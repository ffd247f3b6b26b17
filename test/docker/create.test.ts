import { describe, expect, test } from 'vitest';
import { create, type Engine, run, type Spec, type SpecFile, toShell } from '../../src/lib/docker/index.ts';
import { NEW, OLD, STAMP, webSpec } from './specs.ts';

const NAMED = [
  '--name demo-web-1',
  '--label com.docker.compose.project=demo',
  '--label com.docker.compose.service=web',
  '--label com.docker.compose.container-number=1',
  '--label com.docker.compose.oneoff=False',
  '--label com.docker.compose.config-hash=c0ffee',
];
const STAMPED = [
  '--label com.docker.compose.version=0.1.0',
  '--label com.docker.compose.project.working_dir=/home/ann/demo',
  '--label com.docker.compose.project.config_files=/home/ann/demo/docker.yml,/home/ann/demo/docker.override.yml',
  '--label compowarm.ship=192.168.1.83',
  '--label compowarm.deploy=7f3a',
];
const HEAD = [...NAMED, '--label com.docker.compose.depends_on=', ...STAMPED].join(' ');

const tcp = { mode: 'ingress', protocol: 'tcp' } as const;

const file = { digest: '', bytes: 1 };
const access = { mode: 0o444, uid: 0, gid: 0 };
const CONF: SpecFile = { ...file, by: 'mount', name: './conf', target: '/etc/conf', id: '1'.repeat(64) };
const DATA: SpecFile = { ...file, by: 'keep', name: './data/db', target: '/data', id: './data/db' };
const STORED = '/root/.local/state/compowarm/A:1/demo.files';
const KEY: SpecFile = { ...file, by: 'copy', name: 'configs.key', target: '/key', id: '2'.repeat(64), access };
const TOKEN: SpecFile = { ...KEY, name: 'secrets.token', target: '/run/secrets/token', id: '3'.repeat(64) };
const MOUNTED: SpecFile = { ...KEY, by: 'mount', name: 'configs.app', target: '/app', id: '4'.repeat(64) };
const FOLDER: SpecFile = { ...file, by: 'mount', name: 'configs.site', target: '/site', id: '5'.repeat(64) };
const MOUNTS = [
  `--mount type=bind,src=/root/.local/state/compowarm/A:1/demo.files/${CONF.id},dst=/etc/conf,readonly`,
  '--mount type=bind,src=/root/.local/state/compowarm/A:1/demo.data/data%2Fdb,dst=/data',
  '-v /srv:/srv:rw',
  `--mount type=bind,src=/root/.local/state/compowarm/A:1/demo.files/${MOUNTED.id},dst=/app,readonly`,
  `--mount type=bind,src=/root/.local/state/compowarm/A:1/demo.files/${FOLDER.id},dst=/site,readonly`,
].join(' ');

const cases: [string, Spec, Engine, string[]][] = [
  ['nothing but an image', webSpec({}), OLD, [`docker run -d ${HEAD} web:1.2`]],
  [
    'the example of the README',
    webSpec(
      {
        image: 'web',
        command: ['python', 'app.py'],
        ports: [{ ...tcp, target: 5000, published: '5000' }],
        networks: { demo_default: { aliases: ['web', 'demo-web-1'] } },
      },
      { links: { redis_port: '6379', redis_ip: '192.168.1.84' }, hosts: { redis: '192.168.1.84' } },
    ),
    OLD,
    [
      `docker run -d ${HEAD} -p 5000:5000 -e redis_ip=192.168.1.84 -e redis_port=6379 --add-host redis:192.168.1.84 --network demo_default --network-alias web --network-alias demo-web-1 web python app.py`,
    ],
  ],
  [
    'environment, which goes down a pipe',
    webSpec({ environment: { TOKEN: "it's $5", EMPTY: '' } }),
    OLD,
    [`printf '%s\\n' 'TOKEN=it'\\''s $5' EMPTY= | docker run -d ${HEAD} --env-file /dev/stdin web:1.2`],
  ],
  [
    'keys that flags say, in the flags’ order',
    webSpec({
      volumes: [{ type: 'volume', source: 'demo_data', target: '/data' }],
      expose: ['9000'],
      ports: [{ ...tcp, target: 80 }],
      healthcheck: { test: ['CMD', 'redis-cli', 'ping'], interval: '5s' },
      stop_grace_period: '1m0s',
      stop_signal: 'SIGINT',
      restart: 'unless-stopped',
      working_dir: '/code',
      user: 'app',
      hostname: 'box',
    }),
    OLD,
    [
      `docker run -d ${HEAD} --hostname box --user app --workdir /code --restart unless-stopped --stop-signal SIGINT --stop-timeout 60 --health-cmd 'redis-cli ping' --health-interval 5s -p 80 --expose 9000 -v demo_data:/data:rw web:1.2`,
    ],
  ],
  [
    'files of the laptop: mounted from where the ship keeps them, copied in before the start',
    webSpec(
      {
        environment: { A: '1' },
        volumes: [
          { type: 'bind', source: './conf', target: '/etc/conf', read_only: true },
          { type: 'bind', source: './data/db', target: '/data' },
          { type: 'bind', source: '/srv', target: '/srv' },
        ],
      },
      { files: [CONF, DATA, KEY, TOKEN, MOUNTED, FOLDER] },
    ),
    OLD,
    [
      `printf '%s\\n' A=1 | docker create ${HEAD} ${MOUNTS} --env-file /dev/stdin web:1.2`,
      `gzip -dc ${STORED}/${'2'.repeat(64)} ${STORED}/${'3'.repeat(64)} | docker cp - demo-web-1:/`,
      'docker start demo-web-1',
    ],
  ],
  [
    'an entrypoint of several words: the others go before the command',
    webSpec({ entrypoint: ['sh', '-c', 'exec "$@"'], command: ['-v', 'two words'] }),
    OLD,
    [`docker run -d ${HEAD} --entrypoint sh web:1.2 -c 'exec "$@"' -v 'two words'`],
  ],
  [
    'an empty entrypoint, which takes the image’s away',
    webSpec({ entrypoint: [], command: ['ls'] }),
    OLD,
    [`docker run -d ${HEAD} --entrypoint '' web:1.2 ls`],
  ],
  [
    'what it depends on, as a label, and labels of its own, which never take the place of ours',
    webSpec({
      depends_on: {
        redis: { condition: 'service_started', required: true },
        db: { condition: 'service_healthy', required: true, restart: true },
      },
      labels: { team: 'ops 1', 'com.docker.compose.service': 'other' },
    }),
    OLD,
    [
      `docker run -d ${NAMED.join(' ')} --label com.docker.compose.depends_on=redis:service_started:false,db:service_healthy:true ${STAMPED.join(' ')} --label 'team=ops 1' web:1.2`,
    ],
  ],
  [
    'hosts: those of links to other ships, but for names that the file gives itself',
    webSpec(
      { extra_hosts: ['db=10.0.0.9', 'me=host-gateway'] },
      { hosts: { db: '192.168.1.84', api: '192.168.1.85' } },
    ),
    OLD,
    [`docker run -d ${HEAD} --add-host api:192.168.1.85 --add-host db:10.0.0.9 --add-host me:host-gateway web:1.2`],
  ],
  [
    'an image that is never pulled',
    webSpec({ pull_policy: 'never' }),
    OLD,
    [`docker run -d --name demo-web-1 --pull never ${HEAD.replace('--name demo-web-1 ', '')} web:1.2`],
  ],
  [
    'a value of several lines, which docker takes from its own environment',
    webSpec({ environment: { KEY: 'one\ntwo', END: 'x\r', A: '1' } }),
    OLD,
    [
      `printf '%s\\n' A=1 | (export 'KEY=one\ntwo'; export 'END=x\r'; docker run -d ${HEAD} --env-file /dev/stdin -e KEY -e END web:1.2)`,
    ],
  ],
];

describe('run', () => {
  test.each(cases)('%s', (_, spec, engine, lines) => {
    expect(run(spec, STAMP, engine).map((command) => toShell(command))).toEqual(lines);
  });
});

describe('create', () => {
  test('makes the container and starts nothing', () => {
    expect(create(webSpec({ command: ['ls'] }), STAMP, OLD)).toEqual([
      { argv: ['create', ...HEAD.split(' '), 'web:1.2', 'ls'] },
    ]);
  });

  test('keeps the names of the values that are shown masked, of those that it has', () => {
    const spec = webSpec({ environment: { A: '1', B: '2' } }, { masked: ['B', 'C'] });
    expect(create(spec, STAMP, NEW)).toEqual([
      {
        argv: ['create', ...HEAD.split(' '), '--env-file', '/dev/stdin', 'web:1.2'],
        env: { A: '1', B: '2' },
        masked: ['B'],
      },
    ]);
  });
});
