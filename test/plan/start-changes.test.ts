import { describe, test } from 'vitest';
import { mountedVolume, type ProjectParts, record } from './helpers.ts';
import { alone, but, type Case, plans, up } from './starting.ts';
import { shipWith, tweaked } from './world.ts';

const plain = { image: 'web' };
const changedPlain = alone({ ...plain, environment: { A: '2' } });

const environment = { PASSWORD: 'old', LEVEL: '1' };
const secret: Partial<ProjectParts> = { masked: [['services', 'web', 'environment', 'PASSWORD']] };

const ordered = (condition: 'service_started' | 'service_healthy'): ProjectParts => ({
  services: { web: { image: 'web', depends_on: { db: { condition, required: true } } }, db: { image: 'db' } },
  ships: ['s1'],
});

describe('what is changed', () => {
  test.each<Case>([
    [
      'a masked value is not shown',
      but(alone({ ...plain, environment: { PASSWORD: 'new', LEVEL: '2' } }), {}, secret),
      up(but(alone({ ...plain, environment }), {}, secret)),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in environment.LEVEL); environment.LEVEL: 1 -> 2; environment.PASSWORD: (masked) -> (masked)',
          '3 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'a value that is masked from now on is not shown either',
      but(alone({ ...plain, environment: { PASSWORD: 'new' } }), {}, secret),
      up(alone({ ...plain, environment: { PASSWORD: 'old' } })),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in environment.PASSWORD); environment.PASSWORD: (masked) -> (masked)',
          '3 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'without a record of the old spec only that it differs',
      changedPlain,
      shipWith(up(alone(plain)), 's1', { record: record({ ships: ['s1'] }) }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in configuration); configuration: - -> -',
          '3 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'command, user and labels, each as a whole',
      alone({ ...plain, command: ['run', '-v'], user: 'me', labels: { a: 'b' } }),
      up(alone({ ...plain, command: ['run'] })),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in command); command: run -> run -v; labels.a: - -> b; user: - -> me',
          '3 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'another name for the container',
      alone({ ...plain, container_name: 'site' }),
      up(alone(plain)),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 from demo-web-1 after 1 (it differs in container_name); container_name: demo-web-1 -> site; networks.demo_default.aliases: demo-web-1, web -> site, web',
          '3 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'a tag that now means another image',
      alone(plain),
      shipWith(up(alone(plain)), 's1', { images: [{ id: 'sha256:0123456789abcdef', names: ['web:latest'] }] }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: replace web-1 after 1 (it differs in image web); image web: web -> 0123456789ab',
          '3 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'an image that is gone is no reason to change anything',
      alone(plain),
      shipWith(up(alone(plain)), 's1', { images: [] }),
      { unchanged: ['web-1'] },
    ],
    [
      'an image that is gone is pulled for what changes',
      changedPlain,
      shipWith(up(alone(plain)), 's1', { images: [] }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image web after 1 (web-1 needs it)',
          '3 s1: replace web-1 after 1,2 (it differs in environment.A); environment.A: - -> 2',
          '4 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'a network that is gone',
      alone(plain),
      shipWith(up(alone(plain)), 's1', { networks: [] }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: network demo_default after 1 (web-1 needs it)',
          '3 s1: replace web-1 after 1,2 (it differs in network demo_default); network demo_default: removed -> there',
          '4 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'a network that is gone while all is stopped',
      alone(plain),
      shipWith(tweaked(up(alone(plain)), 'demo-web-1', { state: 'exited' }), 's1', { networks: [] }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: network demo_default after 1 (web-1 needs it)',
          '3 s1: replace web-1 after 1,2 (it differs in network demo_default); network demo_default: removed -> there',
          '4 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'what only orders the start changes nothing',
      ordered('service_healthy'),
      up(ordered('service_started')),
      { unchanged: ['web-1', 'db-1'] },
    ],
    [
      "anonymous volumes go on in the container that follows: the image's and the file's",
      alone({ image: 'web:2', volumes: [{ type: 'volume', target: '/cache' }] }),
      tweaked(up(alone({ image: 'web:1' })), 'demo-web-1', {
        mounts: [mountedVolume('/cache', 'a'.repeat(64)), mountedVolume('/data', 'b'.repeat(64))],
      }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: pull image web:2 after 1 (web-1 needs it)',
          '3 s1: replace web-1 keeping aaaaaaaa:/cache keeping bbbbbbbb:/data after 1,2 (it differs in image); image: web:1 -> web:2; volumes: - -> /cache',
          '4 s1: record 2 outcome done',
        ],
      },
    ],
    [
      'an anonymous volume makes way for a named one',
      but(
        alone({ image: 'web', volumes: [{ type: 'volume', source: 'data', target: '/data' }] }),
        {},
        { volumes: { data: {} } },
      ),
      tweaked(up(alone(plain)), 'demo-web-1', { mounts: [mountedVolume('/data')] }),
      {
        steps: [
          '1 s1: record 2 intent begun',
          '2 s1: volume demo_data after 1 (web-1 needs it)',
          '3 s1: replace web-1 after 1,2 (it differs in volumes); volumes: - -> demo_data:/data',
          '4 s1: record 2 outcome done',
        ],
      },
    ],
  ])('%s', plans());
});
