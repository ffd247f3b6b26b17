import { expect, test } from 'vitest';
import { runbookOf } from '../../src/lib/deploy/index.ts';
import type { Container } from '../../src/lib/docker/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import { container, service, spec, stopFirst } from '../plan/helpers.ts';
import { contextOf, planOf, step } from './scripted.ts';

const common = { id: '1', ship: 's1', after: [], why: '', changes: [], subject: 'web-1' };

const LABELS = [
  'com.docker.compose.project=demo',
  'com.docker.compose.service=web',
  'com.docker.compose.container-number=1',
  'com.docker.compose.oneoff=False',
  'com.docker.compose.config-hash=hash',
  'com.docker.compose.depends_on=',
  'com.docker.compose.version=0.1.0',
  'com.docker.compose.project.working_dir=/home/me/demo',
  'com.docker.compose.project.config_files=docker.yml',
  'compowarm.ship=s1',
  'compowarm.deploy=d2',
]
  .map((label) => `--label ${label}`)
  .join(' ');
const PASSWORD = `printf '%s\\n' "PASSWORD=$PASSWORD" PLAIN=word`;
const MADE = `--name demo-web-1 ${LABELS} --network demo_default --network-alias demo-web-1 --network-alias web image`;

const web = spec({ config: service({ networks: { demo_default: { aliases: ['demo-web-1', 'web'] } } }) });
const old = (parts: Partial<Container> = {}) => container({ service: 'web', id: 'abcdef0123456789', ...parts });
const replace = (parts: Partial<Extract<Step, { kind: 'replace' }>>): Step => ({
  ...{ ...common, kind: 'replace', spec: web, old: old(), run: true, keep: [], ...stopFirst },
  ...parts,
});

test.each<[string, Step, string[]]>([
  ['pull', step.pull('1', 's1'), ['docker pull redis']],
  [
    'pull for a platform',
    { ...common, kind: 'pull', image: 'redis', platform: 'linux/arm64' },
    ['docker pull --platform linux/arm64 redis'],
  ],
  [
    'network',
    { ...common, kind: 'network', key: 'front', network: { name: 'demo_front', driver: 'overlay' } },
    [
      'docker network create --label com.docker.compose.network=front --label com.docker.compose.project=demo --label com.docker.compose.version=0.1.0 --label com.docker.compose.config-hash=9af9e94035fafb03d69440bd6e8d421a232bfb344430ce1a29d5134ab133fdf3 --driver overlay --attachable demo_front',
    ],
  ],
  [
    'volume',
    { ...common, kind: 'volume', key: 'data', volume: { name: 'demo_data' } },
    [
      'docker volume create --label com.docker.compose.volume=data --label com.docker.compose.project=demo --label com.docker.compose.version=0.1.0 --label com.docker.compose.config-hash=504ad458c80a54e9120954e1d0ad581a3e0d7b50499e9f2755876d04a2d3321a demo_data',
    ],
  ],
  ['create', { ...common, kind: 'create', spec: web, run: true }, [`docker run -d ${MADE}`]],
  ['create, not started', { ...common, kind: 'create', spec: web, run: false }, [`docker create ${MADE}`]],
  ['start', step.start('1', 's1', 'web-1'), ['docker start demo-web-1']],
  ['wait', step.wait('1', 's1', 'web-1'), []],
  [
    'replace',
    replace({}),
    [
      'docker rename demo-web-1 abcdef012345_demo-web-1',
      `docker create ${MADE}`,
      'docker update --restart no abcdef012345_demo-web-1',
      'docker stop abcdef012345_demo-web-1',
      'docker start demo-web-1',
      'docker rm abcdef012345_demo-web-1',
    ],
  ],
  [
    'replace of one that is stopped, not started',
    replace({ old: old({ state: 'exited' }), run: false }),
    ['docker rename demo-web-1 abcdef012345_demo-web-1', `docker create ${MADE}`, 'docker rm abcdef012345_demo-web-1'],
  ],
  ['stop', step.stop('1', 's1', 'web-1'), ['docker stop demo-web-1']],
  [
    'remove of a container',
    { ...common, kind: 'remove', target: 'container', name: 'demo-web-1' },
    ['docker rm demo-web-1'],
  ],
  [
    'remove of a network',
    { ...common, kind: 'remove', target: 'network', name: 'demo_default' },
    ['docker network rm demo_default'],
  ],
  [
    'renew',
    {
      ...{ ...common, kind: 'renew', key: 'sea', network: { name: 'demo_sea', internal: true } },
      members: [
        { container: 'demo-web-1', as: { aliases: ['web'] } },
        { container: 'demo-db-1', as: null },
      ],
    },
    [
      'docker network disconnect -f demo_sea demo-web-1',
      'docker network disconnect -f demo_sea demo-db-1',
      'docker network rm demo_sea',
      'docker network create --label com.docker.compose.network=sea --label com.docker.compose.project=demo --label com.docker.compose.version=0.1.0 --label com.docker.compose.config-hash=1a26de4152589911aa51fc5cb59979f6adb01e8dd3848df28618f4b6ae2f8391 --internal demo_sea',
      'docker network connect --alias web demo_sea demo-web-1',
    ],
  ],
  [
    'remove of a volume',
    { ...common, kind: 'remove', target: 'volume', name: 'demo_data' },
    ['docker volume rm demo_data'],
  ],
  ['record', step.intent('1', 's1'), []],
])('the commands of a step: %s', (_, one, lines) => {
  expect(runbookOf(planOf([one]), new Map([['s1', contextOf('s1')]]))).toEqual(
    lines.length > 0 ? [{ ship: 's1', subject: one.subject, lines }] : [],
  );
});

test('it keeps the order of the plan, calls docker as its ship does, and masks what came from outside the file', () => {
  const config = service({ environment: { PASSWORD: 'secret', PLAIN: 'word' }, networks: {} });
  const steps: Step[] = [
    { ...common, ship: 's2', kind: 'create', run: false, spec: spec({ config, masked: ['PASSWORD'] }) },
    step.pull('2', 's1'),
    step.pull('3', 's3'),
  ];
  const contexts = new Map([
    ['s1', contextOf('s1')],
    ['s2', { ...contextOf('s2'), docker: ['sudo', '-n', 'docker'] }],
  ]);
  expect(runbookOf(planOf(steps), contexts)).toEqual([
    {
      ship: 's2',
      subject: 'web-1',
      lines: [
        `${PASSWORD} | sudo -n docker create --name demo-web-1 ${LABELS.replace('ship=s1', 'ship=s2')} --env-file /dev/stdin image`,
      ],
    },
    { ship: 's1', subject: 'image redis', lines: ['docker pull redis'] },
  ]);
});

test('a refresh is the commands of a replacement, and what they are for', () => {
  const unless = [
    { kind: 'image' as const, name: 'web:1', id: 'sha256:1' },
    { kind: 'container' as const, name: 'demo-db-1', id: 'abc' },
  ];
  const { kind: _, ...replacing } = replace({ old: old({ state: 'exited' }), run: false });
  const refresh = { ...replacing, kind: 'refresh', unless } as Step;
  expect(runbookOf(planOf([refresh]), new Map([['s1', contextOf('s1')]]))).toEqual([
    {
      ship: 's1',
      subject: 'web-1, where image web:1 is no longer sha256:1 or container demo-db-1 is no longer abc',
      lines: [
        'docker rename demo-web-1 abcdef012345_demo-web-1',
        `docker create ${MADE}`,
        'docker rm abcdef012345_demo-web-1',
      ],
    },
  ]);
});

test('a replacement in which the new container starts first, with what becomes of the old one', () => {
  const next = 'demo-web-1_next_d2';
  const aside = 'abcdef012345_demo-web-1';
  const sequel = { own: '1', all: { failures: 0, of: ['1'] } };
  const replaced = { ...stopFirst, spec: web, old: old(), run: true, keep: [] };
  const steps: Step[] = [
    replace({ order: 'start-first', was: web, retains: true }),
    { ...common, kind: 'retire', sequel, container: aside },
    { ...common, kind: 'revert', sequel, replaced },
  ];
  const runbook = runbookOf(planOf(steps), new Map([['s1', contextOf('s1')]]));
  expect(runbook.flatMap(({ lines }) => lines)).toEqual([
    `docker create --name ${next} ${LABELS} --network demo_default image`,
    `docker start ${next}`,
    `docker network disconnect demo_default ${next}`,
    `docker network connect --alias demo-web-1 --alias web demo_default ${next}`,
    `docker rename demo-web-1 ${aside}`,
    `docker rename ${next} demo-web-1`,
    `docker update --restart no ${aside}`,
    `docker network disconnect demo_default ${aside}`,
    `docker network connect demo_default ${aside}`,
    `docker stop ${aside}`,
    `docker rm ${aside}`,
  ]);
});
