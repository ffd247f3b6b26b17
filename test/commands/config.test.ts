import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import Config from '../../src/commands/config.ts';
import { Program } from '../../src/commands/shared/verbs.ts';

const shop = `
name: shop
services:
  web:
    image: nginx:\${TAG:-1}
    command: echo $$HOME
    depends_on: [db]
    networks: [front, back]
    ports: ["80:80"]
  db:
    image: postgres
    networks: [back]
    volumes: ["data:/data"]
  cache: {image: redis, volumes: ["kept:/data"]}
networks: {front: , back: {driver: bridge}, unused: }
volumes: {kept: , data: {name: rows}}
ships: [192.168.1.83]
`;

const whole = {
  name: 'shop',
  services: {
    cache: {
      command: null,
      entrypoint: null,
      image: 'redis',
      networks: { default: null },
      volumes: [{ type: 'volume', source: 'kept', target: '/data' }],
    },
    db: {
      command: null,
      entrypoint: null,
      image: 'postgres',
      networks: { back: null },
      volumes: [{ type: 'volume', source: 'data', target: '/data' }],
    },
    web: {
      command: ['echo', '$$HOME'],
      depends_on: { db: { condition: 'service_started', required: true } },
      entrypoint: null,
      image: 'nginx:1',
      networks: { back: null, front: null },
      ports: [{ mode: 'ingress', target: 80, published: '80', protocol: 'tcp' }],
    },
  },
  networks: {
    back: { name: 'shop_back', driver: 'bridge' },
    default: { name: 'shop_default' },
    front: { name: 'shop_front' },
  },
  volumes: { data: { name: 'rows' }, kept: { name: 'shop_kept' } },
  ships: [{ name: '192.168.1.83', host: '192.168.1.83', labels: {}, docker: ['docker'] }],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
  await writeFile(join(folder, 'docker.yml'), shop);
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
});

/** What the verb prints, and its exit status. */
async function config(...argv: string[]): Promise<{ out: string; told: string; code: unknown }> {
  const said = { out: '', told: '' };
  const keep = (to: 'out' | 'told') => (text: unknown) => {
    said[to] += String(text);
    return true;
  };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'));
  const told = vi.spyOn(process.stderr, 'write').mockImplementation(keep('told'));
  try {
    await new Config(['-f', join(folder, 'docker.yml'), ...argv], new Program('1.0.0')).launch('config');
  } finally {
    out.mockRestore();
    told.mockRestore();
  }
  return { ...said, code: process.exitCode };
}

describe('config', () => {
  test('--format json is the whole project, with its ships', async () => {
    const { out, told, code } = await config('--format', 'json');
    expect({ project: JSON.parse(out), told, code }).toMatchObject({ project: whole, told: '', code: undefined });
  });

  test('YAML says the same', async () => {
    expect(load((await config()).out)).toMatchObject(whole);
  });

  test('a service that is named brings what it needs, and nothing else', async () => {
    const { services, networks } = whole;
    expect(JSON.parse((await config('--format', 'json', 'web')).out)).toMatchObject({
      ...whole,
      services: { db: services.db, web: services.web },
      networks: { back: networks.back, front: networks.front },
      volumes: { data: whole.volumes.data },
    });
  });

  test.each([
    [['--services'], 'db\nweb\ncache\n'],
    [['--images'], 'nginx:1\npostgres\nredis\n'],
    [['--images', 'web'], 'nginx:1\npostgres\n'],
    [['--volumes'], 'data\nkept\n'],
    [['--networks'], 'back\ndefault\nfront\n'],
    [['--quiet'], ''],
    [['-q', 'web'], ''],
  ])('%j', async (argv, out) => {
    expect(await config(...argv)).toEqual({ out, told: '', code: undefined });
  });

  test.each([
    [[], 'api\nextra\n'],
    [['--profile', 'api'], 'api\nextra\n'],
  ])('%j --profiles lists those of all services', async (argv, out) => {
    const more = 'services: {one: {image: i, profiles: [extra, api]}, two: {image: i, profiles: [api]}}\n';
    await writeFile(join(folder, 'profiles.yml'), more);
    expect(await config('-f', join(folder, 'profiles.yml'), ...argv, '--profiles')).toEqual({
      out,
      told: '',
      code: undefined,
    });
  });

  test('--variables lists what the files hold, --environment what there is', async () => {
    expect((await config('--variables')).out).toBe(
      'NAME   REQUIRED   DEFAULT VALUE   ALTERNATE VALUE\nTAG    false      1\n',
    );
    expect(JSON.parse((await config('--variables', '--format', 'json')).out)).toEqual({
      TAG: { Name: 'TAG', DefaultValue: '1', PresenceValue: '', Required: false },
    });
    const { out } = await config('--environment');
    expect(out.split('\n')).toEqual(expect.arrayContaining([`PATH=${process.env.PATH}`, 'COMPOSE_PROJECT_NAME=shop']));
  });

  test('--no-interpolate leaves variables and dollars as they are', async () => {
    const { services } = JSON.parse((await config('--no-interpolate', '--format', 'json')).out);
    expect([services.web.image, services.web.command]).toEqual(['nginx:${TAG:-1}', 'echo $$HOME']);
  });

  test('--hash says of what a service is made, not how often or where it runs', async () => {
    const before = (await config('--hash', '*')).out;
    expect(before).toMatch(/^cache [0-9a-f]{64}\ndb [0-9a-f]{64}\nweb [0-9a-f]{64}\n$/);
    await writeFile(join(folder, 'more.yml'), 'services: {web: {scale: 3}, db: {image: mysql}}\n');
    const after = (await config('-f', join(folder, 'more.yml'), '--hash', 'web,db')).out;
    const line = (text: string, name: string) => text.split('\n').find((one) => one.startsWith(`${name} `));
    expect(line(after, 'web')).toBe(line(before, 'web'));
    expect(line(after, 'db')).not.toBe(line(before, 'db'));
    expect(line(after, 'cache')).toBeUndefined();
  });

  test('-o writes it to a file', async () => {
    const file = join(folder, 'out.json');
    expect(await config('--format', 'json', '-o', file)).toEqual({ out: '', told: '', code: undefined });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject(whole);
  });

  test('-o into a folder that is not there says so', async () => {
    const file = join(folder, 'nowhere/out.json');
    expect(await config('-o', file)).toEqual({
      out: '',
      told: `${file} cannot be written: ENOENT\n  try: name a file in a folder that is there and may be written\n`,
      code: 1,
    });
  });

  test.each([
    [['nobody'], 'the file has no service nobody\n  try: it has: web, db, cache\n'],
    [['--hash', 'nobody'], 'the file has no service nobody\n  try: it has: web, db, cache\n'],
  ])('%j is refused', async (argv, told) => {
    expect(await config(...argv)).toEqual({ out: '', told, code: 2 });
  });

  test('what is wrong in the file is JSON too where that is wanted', async () => {
    await writeFile(join(folder, 'bad.yml'), 'services: {web: {imag: nginx}}\n');
    const { out, code } = await config('-f', join(folder, 'bad.yml'), '--format', 'json');
    expect({ error: JSON.parse(out).Error, code }).toEqual({
      error: 'service web: unknown key "imag": did you mean "image"?',
      code: 2,
    });
  });
});
