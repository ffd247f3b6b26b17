import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { ask, askLines, idOf, told, traces } from './seen.ts';

const FILE = `services:
  web:
    build:
      context: ./app
      args: {WORD: hello}
      labels: {team: a}
    command: [sleep, infinity]
    stop_signal: KILL
    deploy: {replicas: 2}
    ports: ["8080:8080"]
  inline:
    image: mine/inline:1
    build:
      dockerfile_inline: |
        FROM busybox
        COPY docker.yml /file
    command: [sleep, infinity]
    stop_signal: KILL
    ports: ["8081:8081"]
ships: [192.168.1.83, 192.168.1.84]
`;

const DOCKERFILE = `FROM busybox
ARG WORD
RUN echo "$WORD" >/word
COPY . /app
`;

describeReal('images that are built', (harbor) => {
  let here: Laptop;
  const clean = () =>
    Promise.all([1, 2].map((ship) => ask(harbor, ship, 'docker rmi -f build-web mine/inline:1 2>/dev/null; :')));
  beforeAll(async () => {
    await cleanShips(harbor);
    await clean();
    here = laptop(harbor, 'build', FILE);
    mkdirSync(join(here.folder, 'app'));
    here.write('app/Dockerfile', DOCKERFILE);
    here.write('app/.dockerignore', 'Dockerfile\nleft');
    here.write('app/a', 'first');
    here.write('app/left', 'out');
  });
  afterAll(async () => {
    await here.compowarm('down');
    await clean();
    here.remove();
  });

  const inside = (ship: number, container: string, command: string) =>
    ask(harbor, ship, `docker exec ${container} ${command}`);

  it('are built on each ship that runs them', async () => {
    const { code, stderr } = told(await here.compowarm('start'));
    expect(code).toBe(0);
    expect(stderr.filter((line) => line.includes('image'))).toEqual([
      '192.168.1.83  image build-web        built (Ns)',
      '192.168.1.83  image mine/inline:1    built (Ns)',
      '192.168.1.84  image build-web        built (Ns)',
    ]);
    for (const ship of [1, 2]) {
      expect(await inside(ship, `build-web-${ship}`, 'cat /word /app/a')).toBe('hello\nfirst');
      expect(await inside(ship, `build-web-${ship}`, 'ls -A /app')).toBe('.dockerignore\na');
    }
    expect(await inside(1, 'build-inline-1', 'head -1 /file')).toBe('services:');
    expect(await inside(1, 'build-inline-1', 'ls /')).not.toContain('Dockerfile');
  });

  it('have the labels of the file and of Compose', async () => {
    const format = `'{{range $k, $v := .Config.Labels}}{{println $k $v}}{{end}}'`;
    expect(await askLines(harbor, 1, `docker image inspect -f ${format} build-web | grep -v version | grep .`)).toEqual(
      ['com.docker.compose.project build', 'com.docker.compose.service web', 'team a'],
    );
    expect((await traces(harbor, 1)).folders).toEqual([]);
  });

  it('are not built again for a changed context', async () => {
    here.write('app/a', 'second');
    expect((await here.compowarm('start')).stderr).toBe(
      'nothing to do: 3 containers on 2 ships are as the file says\n',
    );
  });

  it('are built again when the person says so, and what has another image is made anew', async () => {
    const inline = await idOf(harbor, 1, 'build-inline-1');
    expect((await here.compowarm('start', '--build')).code).toBe(0);
    expect(await inside(1, 'build-web-1', 'cat /app/a')).toBe('second');
    expect(await inside(2, 'build-web-2', 'cat /app/a')).toBe('second');
    expect(await idOf(harbor, 1, 'build-inline-1')).toBe(inline);
  });

  it('want to be told to bring more than 64 MiB', async () => {
    await harbor.laptop(['truncate', '-s', '65M', join(here.folder, 'app/large')]);
    expect(told(await here.compowarm('start', '--build'))).toEqual({
      code: 6,
      stdout: '',
      stderr: [
        'ship 192.168.1.83',
        '  ~ build image build-web       web-1 needs it (65.0 MiB)',
        '  ~ build image mine/inline:1   inline-1 needs it (65.0 MiB)',
        '  ~ refresh web-1               its image is built anew, stop-first: it publishes port 8080',
        '  ~ refresh inline-1            its image is built anew, stop-first: it publishes port 8081',
        'ship 192.168.1.84',
        '  ~ build image build-web       web-2 needs it (65.0 MiB)',
        '  ~ refresh web-2               its image is built anew, stop-first: it publishes port 8080',
        '',
        '3 refresh on 2 ships',
        'it brings 130.0 MiB of this machine (inline.context 65.0 MiB and web.context 65.0 MiB) to 192.168.1.83 and 192.168.1.84',
        'nothing was done: say --ship-files to go on',
      ],
    });
  });

  it('are wanted there by --no-build', async () => {
    await here.compowarm('down');
    await clean();
    expect(told(await here.compowarm('start', '--no-build'))).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        'ship 192.168.1.83: service web wants the image build-web, which is not there',
        '  why: --no-build was given',
        '  try: leave --no-build out, or bring the image there',
      ],
    });
  });
});
