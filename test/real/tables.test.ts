import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composeAt } from '../conformance/created.ts';
import { describeReal } from '../harbor/describe.ts';
import { prepareNewer } from '../harbor/index.ts';
import { cleanShips, type Laptop, laptop } from './laptop.ts';
import { ask, visit } from './seen.ts';

const FILE = `name: shop
services:
  web:
    image: busybox
    command: httpd -f -p 8080
    stop_signal: SIGKILL
    ports: ["80:8080", "9000-9002:9000-9002/udp"]
    expose: ["7000"]
    deploy: { replicas: 2 }
    networks: [front]
    ships: [192.168.1.83, 192.168.1.84]
  db:
    image: busybox
    command: sleep 3600
    stop_signal: SIGKILL
    ports: ["127.0.0.1:5432:5432"]
    volumes: ["data:/data", "./conf:/conf"]
    networks: [back]
    ships: [192.168.1.83]
volumes: { data: }
networks: { front: , back: }
ships: [192.168.1.83, 192.168.1.84, 192.168.1.85]
`;

/** What docker compose itself makes on the first ship. */
const BLOG = `services:
  page: { image: busybox, command: sleep 3600, stop_signal: SIGKILL }
  task: { image: busybox, command: "true" }
`;

describeReal('tables of the whole fleet', (harbor) => {
  let here: Laptop;
  let blog: Laptop;
  /** Docker Compose at the first ship: lines of JSON, or one list. */
  let compose: (...argv: string[]) => Promise<Record<string, unknown>[]>;

  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'shop', FILE);
    mkdirSync(join(here.folder, 'conf'));
    blog = laptop(harbor, 'blog');
    blog.write('compose.yaml', BLOG);
    const tool = composeAt((await prepareNewer()).compose, 1);
    const told = async (...argv: string[]) => {
      const { code, stdout, stderr } = await tool(harbor, argv);
      if (code !== 0) throw new Error(stderr);
      return stdout.trim();
    };
    compose = async (...argv) => {
      const text = await told(...argv, '--format', 'json');
      return text.startsWith('[') ? JSON.parse(text) : text.split('\n').map((line) => JSON.parse(line));
    };
    const file = join(blog.folder, 'compose.yaml');
    const [started] = await Promise.all([here.compowarm('start'), told('-f', file, 'up', '-d')]);
    expect(started).toMatchObject({ code: 0 });
    await ask(harbor, 1, 'docker wait blog-task-1');
  });
  afterAll(() => {
    here.remove();
    blog.remove();
  });

  const run = async (line: string) => {
    const { code, stdout, stderr } = await here.compowarm(...line.split(' '));
    return { code, stderr, lines: stdout.trimEnd().split('\n') };
  };
  const json = async (line: string) => (await run(`${line} --format json`)).lines.map((text) => JSON.parse(text));

  it('ps tells programs what docker compose does', async () => {
    const [theirs, ours] = await Promise.all([compose('-p', 'shop', 'ps'), json('ps --ship 192.168.1.83')]);
    const lasting = ({ RunningFor, Status, Size, ...row }: Record<string, unknown>) => ({
      ...row,
      Labels: String(row.Labels).split(',').sort(),
      Mounts: String(row.Mounts).split(',').sort(),
      Publishers: (row.Publishers as object[]).map((one) => JSON.stringify(one)).sort(),
    });
    expect(ours.map(lasting)).toEqual(theirs.map((row) => ({ ...lasting(row), Ship: '192.168.1.83' })));
  });

  it('top shows what runs, what is paused too', async () => {
    const shown = async (line: string) => {
      const { lines, ...rest } = await run(line);
      return {
        ...rest,
        lines: lines.map((text) => text.split(/ {2,}/)).map((cells) => [...cells.slice(0, 3), cells.at(-1)]),
      };
    };
    const head = ['SHIP', 'SERVICE', '#', 'CMD'];
    const second = ['192.168.1.84', 'web', '2', 'httpd -f -p 8080'];
    await ask(harbor, 2, 'docker pause shop-web-2');
    const all = await shown('top');
    await ask(harbor, 2, 'docker unpause shop-web-2');
    expect(all).toEqual({
      code: 0,
      stderr: '',
      lines: [
        head,
        ['192.168.1.83', 'db', '1', 'sleep 3600'],
        ['192.168.1.83', 'web', '1', 'httpd -f -p 8080'],
        second,
      ],
    });
    expect((await shown('top web --ship 192.168.1.84')).lines).toEqual([head, second]);
  });

  it('port prints where others get to', async () => {
    expect(await run('port web 8080')).toEqual({ code: 0, stderr: '', lines: ['192.168.1.83:80'] });
    expect(await visit(harbor, 'http://192.168.1.83:80')).toMatchObject({ status: 404 });
    expect(await run('port --index 2 --protocol udp web 9000')).toMatchObject({ lines: ['192.168.1.84:9000'] });
    expect(await run('port db 5432')).toEqual({
      code: 0,
      stderr: 'only what runs on 192.168.1.83 itself gets there\n',
      lines: ['127.0.0.1:5432'],
    });
    expect(await run('port web 9000')).toEqual({
      code: 1,
      stderr:
        'web-1 publishes no port 9000/tcp\n  why: it publishes 8080/tcp, 9000/udp, 9001/udp, 9002/udp\n  try: --protocol udp\n',
      lines: [''],
    });
  });

  it('ls lists the projects of docker compose in its own words, and ours', async () => {
    const [of, ours] = await Promise.all([compose('ls', '-a'), json('ls --all')]);
    const blogs = (rows: Record<string, unknown>[]) => rows.filter(({ Name }) => Name === 'blog');
    const status = 'exited(1), running(1)';
    expect(blogs(of)).toEqual([{ Name: 'blog', Status: status, ConfigFiles: `${blog.folder}/compose.yaml` }]);
    expect(ours).toEqual([
      { ...blogs(of)[0], Ships: [{ Ship: '192.168.1.83', Status: status }] },
      {
        Name: 'shop',
        Status: 'running(3)',
        ConfigFiles: `${here.folder}/docker.yml`,
        Ships: [
          { Ship: '192.168.1.83', Status: 'running(2)' },
          { Ship: '192.168.1.84', Status: 'running(1)' },
        ],
      },
    ]);
    expect((await run('ls -q --filter name=^b')).lines).toEqual(['blog']);
  });

  it('volumes lists them as docker compose does, with ships, services and folders', async () => {
    const [[volume], ours, names] = await Promise.all([
      compose('-p', 'shop', 'volumes'),
      json('volumes'),
      run('volumes -q db'),
    ]);
    const labels = ({ Labels }: { Labels: string }) => ({ Labels: Labels.split(',').sort() });
    const [data, folder] = ours;
    expect({ ...data, ...labels(data) }).toEqual({
      ...volume,
      ...labels(volume as { Labels: string }),
      Services: ['db'],
      Ship: '192.168.1.83',
    });
    expect(folder).toMatchObject({ Driver: 'folder', Name: './conf', Services: ['db'] });
    expect(names.lines).toEqual(['shop_data']);
    expect(await ask(harbor, 1, `test -d ${folder.Mountpoint} && echo there`)).toBe('there');
  });

  it('images lists those of the containers as docker compose does, with ships', async () => {
    const [theirs, ours] = await Promise.all([compose('-p', 'shop', 'images'), json('images')]);
    const known = (row: Record<string, unknown>) => ({ ...row, LastTagTime: undefined, Created: undefined });
    // docker compose tells them in any order
    const byName = (a: { ContainerName?: unknown }, b: { ContainerName?: unknown }) =>
      String(a.ContainerName) < String(b.ContainerName) ? -1 : 1;
    expect(ours.slice(0, 2).map(known)).toEqual(
      theirs
        .sort(byName)
        .map((row) => known({ ...row, Service: String(row.ContainerName).split('-')[1], Ship: '192.168.1.83' })),
    );
    expect(ours.map(({ Ship, ContainerName }) => `${ContainerName} on ${Ship}`)).toEqual([
      'shop-db-1 on 192.168.1.83',
      'shop-web-1 on 192.168.1.83',
      'shop-web-2 on 192.168.1.84',
    ]);
    const ids = await ask(harbor, 1, "docker image inspect --format '{{.Id}}' busybox");
    expect((await run('images -q')).lines).toEqual([ids.replace('sha256:', '')]);
  });

  it('version has the engine of each ship', async () => {
    const engine = await ask(harbor, 1, "docker version --format '{{.Server.Version}}'");
    const { lines } = await run('version');
    expect(lines.slice(2).map((text) => text.split(/ {2,}/).slice(0, 2))).toEqual([
      ['SHIP', 'ENGINE'],
      ...['192.168.1.83', '192.168.1.84', '192.168.1.85'].map((ship) => [ship, engine]),
    ]);
  });
});
