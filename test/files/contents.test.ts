import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Project, pathKey, type Service } from '../../src/lib/compose/index.ts';
import type { SpecFile } from '../../src/lib/docker/index.ts';
import { readContents } from '../../src/lib/files/index.ts';
import { problemOf } from '../compose/files.ts';
import { project } from '../plan/helpers.ts';
import { folder, type Tree, unpacked, whole } from './tree.ts';

type Parts = Partial<Omit<Project, 'local'>> & { web?: Partial<Service>; local?: string[] };

/** A project of one service in a folder; `local` are the mounts' sources that were written relative to it. */
function given(tree: Tree, { web = {}, local = [], ...rest }: Parts = {}): Project {
  const directory = folder(tree);
  const absolute = (source: string) => path.resolve(directory, source);
  const volumes = (web.volumes ?? []).map((mount) =>
    local.includes(mount.source ?? '') ? { ...mount, source: absolute(mount.source as string) } : mount,
  );
  return {
    ...project({ services: { web: { ...web, volumes } }, ships: ['s1'] }),
    directory,
    local: new Set(
      (web.volumes ?? []).flatMap(({ source = '' }, index) =>
        local.includes(source) ? [pathKey(['services', 'web', 'volumes', index])] : [],
      ),
    ),
    ...rest,
  };
}

/** Reads all that the project brings. */
const read = (said: Project) => readContents(said, new Set(['web']));

const bind = (source: string, target: string, read_only = false) => ({
  type: 'bind' as const,
  source,
  target,
  ...(read_only && { read_only }),
});

const file = (parts: Partial<SpecFile>): SpecFile => ({
  by: 'mount',
  name: 'x',
  target: '/x',
  digest: '',
  bytes: 0,
  id: '',
  ...parts,
});

/** SHA-256 of `text`. */
const TEXT = '982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1';

describe('the content of a config or a secret', () => {
  const uses = { web: { configs: [{ source: 'app' }], secrets: [{ source: 'key' }] } };
  const known = { digest: TEXT, bytes: 4 };

  test('comes from a file anywhere, from the text in the file, from a variable', async () => {
    const elsewhere = folder({ 'k.txt': 'text' });
    const said = given(
      {},
      {
        web: { configs: [{ source: 'app' }, { source: 'other' }], secrets: [{ source: 'key' }] },
        configs: { app: { name: 'demo_app', content: 'text' }, other: { name: 'x', file: `${elsewhere}/k.txt` } },
        secrets: { key: { name: 'demo_key', environment: 'KEY' } },
        lookup: (name, path = []) => (`${name} ${path}` === 'KEY secrets,key,environment' ? 'text' : undefined),
      },
    );
    expect((await read(said)).contents).toEqual({
      configs: { app: known, other: known },
      secrets: { key: known },
      mounts: {},
    });
  });

  test('is a folder with all that is in it but .git and .env', async () => {
    const elsewhere = `${folder({ 'x/a': 'a', 'x/b/c': 'cc', 'x/.env': 'no', 'x/.git/y': 'no' })}/x`;
    const said = given({}, { ...uses, configs: { app: { name: 'a', file: elsewhere } } });
    const { contents, open } = await read({ ...said, secrets: { key: { name: 'k', file: `${elsewhere}/b` } } });
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(contents).toEqual({
      configs: { app: { digest, bytes: 3, folder: true } },
      secrets: { key: { digest, bytes: 2, folder: true } },
      mounts: {},
    });
    const app = file({ name: 'configs.app', digest: contents.configs.app?.digest as string });
    expect(unpacked(gunzipSync(await whole(open(app))))).toEqual([
      'content/ 0755',
      'content/a 0644 a',
      'content/b/ 0755',
      'content/b/c 0644 cc',
    ]);
  });

  test('of those that nobody uses is not looked for', async () => {
    const said = given(
      {},
      {
        configs: { app: { name: 'demo_app', file: '/nowhere' } },
        secrets: { key: { name: 'demo_key', external: true } },
      },
    );
    expect((await read(said)).contents).toEqual({ configs: {}, secrets: {}, mounts: {} });
  });

  test('of services that are not meant is not looked for', async () => {
    const said = given({}, { ...uses, configs: { app: { name: 'a', file: '/nowhere' } } });
    expect((await readContents(said, new Set())).contents).toEqual({ configs: {}, secrets: {}, mounts: {} });
  });

  test.each<[string, Parts, string]>([
    [
      'a file that is not there',
      { configs: { app: { name: 'a', file: '/nowhere' } } },
      'config app: /nowhere is not there\ndocker.yml:1:1\n  configs.app\ndo: look at the name and the folder\n',
    ],
    [
      'an external config',
      { configs: { app: { name: 'a', external: true } } },
      'config app is external\ndocker.yml:1:1\n  configs.app\nwhy: ships keep none: what containers are given comes from this machine\ndo: write file or environment instead of external\n',
    ],
    [
      'an external secret',
      { secrets: { key: { name: 'a', external: true } } },
      'secret key is external\ndocker.yml:1:1\n  secrets.key\nwhy: ships keep none: what containers are given comes from this machine\ndo: write file or environment instead of external\n',
    ],
    [
      'a variable that is not set',
      { secrets: { key: { name: 'a', environment: 'KEY' } } },
      'secret key wants the variable KEY, which is not set\ndocker.yml:1:1\n  secrets.key\ndo: set it in this shell or in .env\n',
    ],
  ])('%s is refused', async (_, parts, said) => {
    expect(await problemOf(read(given({}, { ...uses, ...parts })))).toBe(said);
  });
});

describe('what is mounted of this machine', () => {
  const tree: Tree = { 'conf/a': 'aa', 'conf/b': 'b', 'app.conf': 'text', 'data/old': 'old!' };
  const mounts = [
    bind('./conf', '/etc/conf', true),
    bind('./app.conf', '/etc/app.conf'),
    bind('./data', '/data'),
    bind('./new/deep', '/new'),
    bind('.', '/all', true),
    bind('/conf', '/theirs', true),
    { type: 'volume' as const, source: 'conf', target: '/volume' },
  ];
  const local = ['./conf', './app.conf', './data', './new/deep', '.'];

  test('is read where it stays the same, measured where it becomes a ship’s own', async () => {
    const { contents } = await read(given(tree, { web: { volumes: mounts }, local }));
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(contents.mounts).toEqual({
      '/services/web/volumes/0': { source: './conf', keep: false, digest, bytes: 3 },
      '/services/web/volumes/1': { source: './app.conf', keep: false, digest, bytes: 4 },
      '/services/web/volumes/2': { source: './data', keep: true, digest: '', bytes: 4 },
      '/services/web/volumes/3': { source: './new/deep', keep: true, digest: '', bytes: 0 },
      '/services/web/volumes/4': { source: '.', keep: false, digest, bytes: 11 },
    });
  });

  test.each<[string, ReturnType<typeof bind>, string]>([
    [
      'outside the project',
      bind('../x', '/x', true),
      "service web mounts PARENT/x, which is outside the project's folder\nAT\nwhy: what is mounted of this machine is brought to ships, and only the project is\ndo: put it into the project's folder, or use a named volume; an absolute path is the ship’s own\n",
    ],
    [
      'the folder above',
      bind('..', '/x', true),
      "service web mounts PARENT, which is outside the project's folder\nAT\nwhy: what is mounted of this machine is brought to ships, and only the project is\ndo: put it into the project's folder, or use a named volume; an absolute path is the ship’s own\n",
    ],
    [
      'a .env',
      bind('./sub/.env', '/x'),
      'service web mounts ./sub/.env, and no .env is ever brought to a ship\nAT\ndo: name it under env_file, or make a secret of it: secrets: {env: {file: .env}}\n',
    ],
    [
      'read-only, and not there',
      bind('./x', '/x', true),
      'service web: ./x is not there\nAT\ndo: look at the name and the folder\n',
    ],
    [
      'below a file',
      bind('./app.conf/x', '/x', true),
      "service web: ./app.conf/x can't be read\nAT\nwhy: a part of its path is a file\ndo: name a file that can be read\n",
    ],
  ])('is refused where it is %s', async (_, mount, said) => {
    const one = given(tree, { web: { volumes: [mount] }, local: [mount.source] });
    const parent = path.dirname(one.directory);
    expect((await problemOf(read(one))).replaceAll(parent, 'PARENT')).toBe(
      said.replace('AT', 'docker.yml:1:1\n  services.web.volumes.0'),
    );
  });

  test('is refused where it is a device', async () => {
    const one = given({ dev: { to: '/dev/null' } }, { web: { volumes: [bind('./dev', '/x')] }, local: ['./dev'] });
    expect(await problemOf(read(one))).toBe(
      "service web: ./dev is neither a file nor a folder\ndocker.yml:1:1\n  services.web.volumes.0\ndo: sockets and devices are the ship's: write an absolute path of the ship\n",
    );
  });
});

test('what an image is built from is weighed by service', async () => {
  const said = given({ Dockerfile: 'FROM x', a: 'aa' });
  const web = { ...said.services.web, build: { context: said.directory, dockerfile: 'Dockerfile' } } as Service;
  const { weigh } = await read({ ...said, services: { web } });
  expect(await weigh('web')).toBe(8);
});

describe('what a ship is sent', () => {
  const sent = async (said: Project, what: SpecFile) => gunzipSync(await whole((await read(said)).open(what)));

  test('of a mount is the tree that was read', async () => {
    const said = given({ 'conf/a': 'a' }, { web: { volumes: [bind('./conf', '/c', true)] }, local: ['./conf'] });
    const { contents, open } = await read(said);
    const { digest = '' } = contents.mounts['/services/web/volumes/0'] ?? {};
    expect(unpacked(gunzipSync(await whole(open(file({ digest, id: digest })))))).toEqual([
      'content/ 0755',
      'content/a 0644 a',
    ]);
  });

  test('of a folder that becomes its own is the tree as it is then', async () => {
    const said = given({ 'data/a': 'a' }, { web: { volumes: [bind('./data', '/d')] }, local: ['./data'] });
    expect(unpacked(await sent(said, file({ by: 'keep', id: './data' })))).toEqual([
      'content/ 0755',
      'content/a 0644 a',
    ]);
  });

  test('of a folder that is not here is nothing', async () => {
    const said = given({}, { web: { volumes: [bind('./data', '/d')] }, local: ['./data'] });
    expect(unpacked(await sent(said, file({ by: 'keep', id: './data' })))).toEqual([]);
  });

  const text = { configs: { app: { name: 'a', content: 'text' } }, web: { configs: [{ source: 'app' }] } };
  const access = { mode: 0o640, uid: 0, gid: 0 };

  test('of a config that is mounted is one file', async () => {
    expect(unpacked(await sent(given({}, text), file({ digest: TEXT, access })))).toEqual(['content 0640 text']);
  });

  test('of one that is copied is a piece of a tar, at its place, with its owner; several are one tar', async () => {
    const said = given({}, text);
    const piece = (target: string) =>
      sent(said, file({ by: 'copy', target, digest: TEXT, access: { mode: 0o440, uid: 103, gid: 55 } }));
    const pieces = [await piece('/etc/app.conf'), await piece('/app')];
    expect(pieces[0]?.length).toBe(1024);
    expect(pieces[0]?.toString('latin1', 100, 124)).toBe('0000440\x000000147\x000000067\x00');
    expect(unpacked(Buffer.concat(pieces), ['tar', '-xpf', '-', '--no-same-owner'])).toEqual([
      'app 0440 text',
      'etc/ 0755',
      'etc/app.conf 0440 text',
    ]);
  });
});
