import { describe, expect, test } from 'vitest';
import { type Building, build, dockerfileIn, imageOf, isElsewhere, toShell } from '../../src/lib/docker/index.ts';

const file = { by: 'build' as const, name: 'web.context', target: '', digest: '', bytes: 0, id: 'web' };
const building = (said: Building['build'], more: Partial<Building> = {}): Building => ({
  project: 'demo',
  service: 'web',
  image: 'demo-web',
  build: { context: '/home/me/demo/app', dockerfile: 'Dockerfile', ...said },
  file,
  ...more,
});

const LABELS =
  '--label com.docker.compose.project=demo --label com.docker.compose.service=web --label com.docker.compose.version=0.1.0';
const SENT = 'gzip -dc "$D/context-web" | docker build';

describe('an image is built', () => {
  test.each<[string, Building, string]>([
    ['from a context down its standard input', building({}), `${SENT} -t demo-web ${LABELS} -f Dockerfile -`],
    [
      'with all that the classic builder can do, labels of its own behind ours',
      building(
        {
          dockerfile: './docker/Dockerfile.prod',
          args: { VERSION: '1.2', PROXY: null, SAY: "it's" },
          labels: { team: 'a', 'com.docker.compose.project': 'theirs' },
          tags: ['demo/web:1.2'],
          cache_from: ['demo/web:1.1'],
          extra_hosts: ['db=10.0.0.1', 'v6=::1'],
          platforms: ['linux/arm64'],
          target: 'prod',
          network: 'host',
          shm_size: '67108864',
          no_cache: true,
          pull: true,
          ulimits: { nofile: 100, nproc: { soft: 1, hard: 2 } },
        },
        { image: 'demo/web' },
      ),
      `${SENT} -t demo/web -t demo/web:1.2 --label team=a ${LABELS.replace('--label com.docker.compose.project=demo ', '')} --build-arg VERSION=1.2 --build-arg PROXY --build-arg 'SAY=it'\\''s' --cache-from demo/web:1.1 --add-host db:10.0.0.1 --add-host v6:::1 --platform linux/arm64 --target prod --network host --shm-size 67108864 --no-cache --pull --ulimit nofile=100:100 --ulimit nproc=1:2 -f docker/Dockerfile.prod -`.replace(
        '--label team=a',
        '--label team=a --label com.docker.compose.project=demo',
      ),
    ],
    [
      'with a Dockerfile that is not in its context',
      building({ dockerfile: '../Dockerfile' }),
      `${SENT} -t demo-web ${LABELS} -f .compowarm.Dockerfile -`,
    ],
  ])('%s', (_, one, line) => {
    expect(toShell(build(one, '0.1.0'))).toBe(line);
  });

  test('from a context that docker fetches', () => {
    const { file: _, ...rest } = building({ context: 'https://github.com/me/app.git#main:web' });
    expect(toShell(build(rest, '0.1.0'))).toBe(
      `docker build -t demo-web ${LABELS} -f Dockerfile 'https://github.com/me/app.git#main:web'`,
    );
  });
});

test.each([
  ['https://github.com/me/app.git', true],
  ['git@github.com:me/app.git', true],
  ['github.com/me/app', true],
  ['/home/me/github.com/app', false],
])('docker fetches %s itself: %s', (context, is) => {
  expect(isElsewhere(context)).toBe(is);
});

test.each([
  ['Dockerfile', 'Dockerfile'],
  ['./a/../Dockerfile', 'Dockerfile'],
  ['/app/x/Dockerfile', 'x/Dockerfile'],
  ['../Dockerfile', undefined],
  ['/etc/Dockerfile', undefined],
  [undefined, undefined],
])('the Dockerfile %s is %s in the context', (dockerfile, name) => {
  expect(dockerfileIn({ context: '/app', ...(dockerfile ? { dockerfile } : {}) })).toBe(name);
});

test('an image that the file does not name is called as Compose calls it', () => {
  expect(imageOf('demo', 'web', { image: 'mine' })).toBe('mine');
  expect(imageOf('demo', 'web', {} as never)).toBe('demo-web');
});
