import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { load } from '../../src/lib/compose/index.ts';
import { loadFiles, problemOf, withFiles } from './files.ts';

const file = (image: string) => `web: {image: "${image}"}\nships: [192.168.1.83]\n`;
const image = async (files: Record<string, string>, options = {}) =>
  (await loadFiles(files, options)).services.web?.image;

describe('without -f', () => {
  test.each([
    [['docker.yml', 'compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'], 'docker.yml'],
    [['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'], 'compose.yaml'],
    [['compose.yml', 'docker-compose.yml', 'docker-compose.yaml'], 'compose.yml'],
    [['docker-compose.yml', 'docker-compose.yaml'], 'docker-compose.yml'],
    [['docker-compose.yaml'], 'docker-compose.yaml'],
  ])('of %j it reads %s', async (names, chosen) => {
    expect(await image(Object.fromEntries(names.map((name) => [name, file(name)])))).toBe(chosen);
  });

  test.each(['docker.override.yml', 'docker.override.yaml'])('it reads %s over docker.yml', async (name) => {
    const files = { 'docker.yml': file('a'), [name]: 'web: {image: b}\n', 'compose.override.yml': file('c') };
    expect(await image(files)).toBe('b');
  });

  test.each([
    ['compose.yaml', 'docker-compose.override.yml'],
    ['docker-compose.yml', 'compose.override.yaml'],
  ])('over %s it reads %s', async (name, override) => {
    expect(await image({ [name]: file('a'), [override]: 'web: {image: b}\n', 'docker.override.yml': '' })).toBe('b');
  });

  test('it warns of files that it does not take', async () => {
    const files = { 'compose.yaml': file('a'), 'docker-compose.yml': '', 'compose.override.yml': 'x-a: 1' };
    const { warnings } = await loadFiles({ ...files, 'docker-compose.override.yml': '' });
    expect(warnings).toEqual([
      'Found several Compose files: compose.yaml, docker-compose.yml. Using compose.yaml.',
      'Found several override files: compose.override.yml, docker-compose.override.yml. Using compose.override.yml.',
    ]);
  });

  test('it looks in the folders above, and says where from here', async () => {
    await withFiles({ 'compose.yml': file('nginx'), 'a/b/c': '' }, async (folder) => {
      const project = await load({ cwd: join(folder, 'a/b'), env: {}, projectName: 'shop' });
      expect([project.directory, project.files]).toEqual([folder, [join(folder, 'compose.yml')]]);
      expect(project.where(['services', 'web'])?.file).toBe('../../compose.yml');
    });
  });

  test.each([
    ['the shell', { env: { COMPOSE_FILE: 'a.yml:b.yml' } }, {}],
    ['.env', {}, { '.env': 'COMPOSE_FILE=a.yml,b.yml\nCOMPOSE_PATH_SEPARATOR=,\n' }],
  ])('COMPOSE_FILE of %s names the files', async (_, options, more) => {
    expect(await image({ 'a.yml': file('a'), 'b.yml': 'web: {image: b}\n', ...more }, options)).toBe('b');
  });

  test('and without a file it says what it looked for', async () => {
    expect(await problemOf(loadFiles({}))).toBe(
      'there is no docker.yml, compose.yaml, compose.yml, docker-compose.yml or docker-compose.yaml ' +
        'here or in the folders above\ndo: write one, or name one with -f\n',
    );
  });
});

describe('standard input', () => {
  const stdin = () => Readable.from([Buffer.from('web: {image: '), Buffer.from('b}\n')]);

  test('is a file called -, and its folder is the one where the command was given', async () => {
    await withFiles({ 'a.yml': file('a') }, async (folder) => {
      const project = await load({
        cwd: folder,
        env: {},
        files: ['-', 'a.yml', '-'],
        projectName: 'p',
        stdin: stdin(),
      });
      expect([project.services.web?.image, project.files, project.directory]).toEqual([
        'b',
        ['-', join(folder, 'a.yml'), '-'],
        folder,
      ]);
      expect(project.where(['services', 'web', 'image'])).toMatchObject({
        file: 'standard input',
        line: 1,
        column: 14,
      });
    });
  });

  test('is read no further than a file', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1024 * 1024, ' ');
      })(),
    );
    expect(await problemOf(loadFiles({}, { files: ['-'], stdin: endless }))).toBe(
      'standard input has 6 MB, and 5 MB is the most that is read\ndo: name the Compose file itself\n',
    );
  });
});

describe('a file that cannot be read', () => {
  test.each([
    ['none.yml', 'there is no file none.yml\ndo: look at the name and the folder\n'],
    ['folder', 'folder cannot be read\nwhy: it is a folder\ndo: name a file that can be read\n'],
    [
      'a.txt/b.yml',
      'a.txt/b.yml cannot be read\nwhy: a part of its path is a file\ndo: name a file that can be read\n',
    ],
    ['big.yml', 'big.yml has 6 MB, and 5 MB is the most that is read\ndo: name the Compose file itself\n'],
  ])('%s', async (name, said) => {
    const files = { 'a.txt': '', 'big.yml': `#${' '.repeat(5 * 1024 * 1024)}` };
    await withFiles(files, async (folder) => {
      await mkdir(join(folder, 'folder'));
      expect(await problemOf(load({ files: [name], cwd: folder, env: {} }))).toBe(said);
    });
  });

  test.each([
    ['', 'docker.yml:1:1\n  '],
    ['---\n', 'docker.yml:1:1\n  ---'],
  ])('%j is empty', async (text, place) => {
    expect(await problemOf(loadFiles({ 'docker.yml': text }))).toBe(
      `docker.yml is empty\n${place}\n` +
        'do: write services and ships: "web: {image: nginx}" and "ships: [192.168.1.83]", say\n',
    );
  });

  test('but a byte order mark is no part of it', async () => {
    expect(await image({ 'docker.yml': `\uFEFF${file('nginx')}` })).toBe('nginx');
  });
});

describe('variables', () => {
  const files = {
    'docker.yml': file('i/${A}-${B}-${C}'),
    '.env': 'A=env\nB=env\n',
    'x.env': 'B=x\nC=x\n',
    'y.env': 'C=$B-y\n',
  };

  test.each([
    ['of the shell beat those of .env', { env: { A: 'sh' } }, 'sh-env-'],
    ['come from --env-file instead of .env', { envFiles: ['x.env'] }, '-x-x'],
    ['come from the last --env-file that has them', { envFiles: ['x.env', 'y.env'] }, '-x-x-y'],
    ['come from COMPOSE_ENV_FILES too', { env: { COMPOSE_ENV_FILES: 'x.env,y.env', A: 'sh' } }, 'sh-x-x-y'],
  ])('%s', async (_, options, read) => {
    expect(await image(files, options)).toBe(`i/${read}`);
  });

  test('of .env come from where the command is given, then from the project’s folder', async () => {
    const inFolders = { '.env': 'A=top\nB=top\n', 'docker.yml': file('i/${A}-${B}-${C}'), 'sub/.env': 'A=sub\nC=$B\n' };
    await withFiles(inFolders, async (folder) => {
      const from = async (cwd: string, files?: string[]) =>
        (await load({ cwd: join(folder, cwd), env: {}, ...(files && { files }) })).services.web?.image;
      expect([await from('.'), await from('sub'), await from('sub', ['../docker.yml'])]).toEqual([
        'i/top-top-',
        'i/sub-top-',
        'i/top-top-',
      ]);
    });
  });

  test.each(['1', 'true', 'T'])('do not come from .env with COMPOSE_DISABLE_ENV_FILE=%s', async (said) => {
    expect(await image(files, { env: { COMPOSE_DISABLE_ENV_FILE: said } })).toBe('i/--');
  });

  test('COMPOSE_DISABLE_ENV_FILE is true or false', async () => {
    expect(await problemOf(loadFiles(files, { env: { COMPOSE_DISABLE_ENV_FILE: 'no' } }))).toBe(
      'COMPOSE_DISABLE_ENV_FILE must be true or false, not "no"\ndo: set it to true, or unset it\n',
    );
  });

  test('put only so much into one project', async () => {
    const lines = Array.from({ length: 30 }, (_, n) => `A${n + 1}=$A${n}$A${n}\n`);
    expect(await problemOf(loadFiles({ ...files, '.env': `A0=0123456789\n${lines.join('')}` }))).toBe(
      'variables put more than 20,000,000 characters into the files\nwhy: the last of them was A19\ndo: use shorter values, or fewer variables in variables\n',
    );
  });

  test('without a value are blank, with one warning each', async () => {
    const project = await loadFiles({ 'docker.yml': file('nginx${A}${A}${B:-}') });
    expect([project.services.web?.image, project.warnings]).toEqual([
      'nginx',
      ['The "A" variable is not set. Defaulting to a blank string.'],
    ]);
  });

  test('are put into values, not into keys', async () => {
    const project = await loadFiles(
      { 'docker.yml': `web: {image: nginx, labels: {"$A": "$A"}}\nships: [a]\n` },
      { env: { A: '1' } },
    );
    expect(project.services.web?.labels).toEqual({ $A: '1' });
  });

  test('do not come from a folder called .env', async () => {
    expect(await image({ 'docker.yml': file('nginx'), '.env/bin/python': '' })).toBe('nginx');
  });

  test('one of them is the project’s name', async () => {
    expect(await image({ 'docker.yml': file('${COMPOSE_PROJECT_NAME}/web') })).toBe('shop/web');
  });

  test('may stand where numbers and yes or no are wanted', async () => {
    const keys = 'deploy: {replicas: "$N"}, healthcheck: {disable: "$OFF"}, ports: ["$P:$P"]';
    const project = await loadFiles(
      { 'docker.yml': `web: {image: nginx, ${keys}}\nships: [a]\n` },
      { env: { N: '3', OFF: 'true', P: '80' } },
    );
    const { deploy, healthcheck, ports } = project.services.web ?? {};
    expect({ deploy, healthcheck, ports }).toEqual({
      deploy: { replicas: 3, resources: {}, placement: {} },
      healthcheck: { disable: true },
      ports: [{ mode: 'ingress', target: 80, published: '80', protocol: 'tcp' }],
    });
  });

  test('an optional text that is blank is none', async () => {
    const { services } = await loadFiles({ 'docker.yml': `web: {image: nginx, user: "\${U:-}"}\nships: [a]\n` });
    expect(Object.keys(services.web ?? {})).not.toContain('user');
  });
});

describe('the project’s name', () => {
  const named = { 'My Shop_1/docker.yml': file('nginx') };
  const withName = { 'a/docker.yml': `name: "\${N}-file"\n${file('nginx')}`, 'a/docker.override.yml': 'x-a: 1\n' };

  test.each([
    ['the flag’s', withName, { cwd: 'a', projectName: 'flag', env: { COMPOSE_PROJECT_NAME: 'sh', N: 'n' } }, 'flag'],
    ['then the shell’s', withName, { cwd: 'a', env: { COMPOSE_PROJECT_NAME: 'sh', N: 'n' } }, 'sh'],
    ['then .env’s', { ...withName, 'a/.env': 'COMPOSE_PROJECT_NAME=dot' }, { cwd: 'a', env: { N: 'n' } }, 'dot'],
    ['then the file’s', withName, { cwd: 'a', env: { N: 'n' } }, 'n-file'],
    [
      'of several the last',
      { ...withName, 'a/docker.override.yml': 'name: last\n' },
      { cwd: 'a', env: { N: 'n' } },
      'last',
    ],
    ['then the folder’s, cleaned', named, { cwd: 'My Shop_1', env: {} }, 'myshop_1'],
    [
      '--project-directory is the folder',
      named,
      { cwd: 'My Shop_1', projectDirectory: '..', files: ['docker.yml'], env: {} },
      'top',
    ],
  ])('is %s', async (_, files, { cwd, ...options }, name) => {
    const inTop = Object.fromEntries(Object.entries(files).map(([path, text]) => [`top/${path}`, text]));
    await withFiles(inTop, async (folder) => {
      expect((await load({ ...options, cwd: join(folder, 'top', cwd) })).name).toBe(name);
    });
  });

  test('in a file is made one', async () => {
    const { name } = await loadFiles({ 'docker.yml': `name: _My Shop!\n${file('nginx')}` }, { projectName: '' });
    expect(name).toBe('myshop');
  });

  const rule = 'why: it is of lower-case letters, digits, dashes and underscores, and begins with a letter or digit\n';
  test.each([
    ['Shop', `"Shop" is not a name of a project\n${rule}do: write shop\n`],
    ['-_-', `"-_-" is not a name of a project\n${rule}do: give another name\n`],
  ])('is not %s', async (projectName, said) => {
    expect(await problemOf(loadFiles({ 'docker.yml': file('nginx') }, { projectName }))).toBe(said);
  });

  test('in the legacy shape may be a service’s too', async () => {
    const text = 'name: {image: nginx}\nships: {image: redis}\n';
    expect(await problemOf(loadFiles({ 'docker.yml': text }))).toMatch(/^ships must be a list of ships, not a map\n/);
    const project = await loadFiles({ 'docker.yml': 'name: {image: nginx}\nships: [a]\n' });
    expect(Object.keys(project.services)).toEqual(['name']);
  });
});

test('a file of 60 services with 30 keys each is one project', async () => {
  const keys = Array.from({ length: 30 }, (_, key) => `    x-${key}: [a, {b: "\${C:-d}"}]\n`).join('');
  const services = Array.from(
    { length: 60 },
    (_, n) => `  s${n}:\n    image: nginx\n    ports: ["${8000 + n}:80"]\n${keys}`,
  );
  const project = await loadFiles({ 'docker.yml': `services:\n${services.join('')}ships: [a]\n` });
  expect(Object.keys(project.services)).toEqual(services.map((_, n) => `s${n}`));
});
