import { describe, expect, test } from 'vitest';
import { requireServices } from '../../src/lib/compose/index.ts';
import { loadFiles, problemOf } from './files.ts';

const file = `services:
  web: {image: w}
  db: {image: d, profiles: [data, all], env_file: db.env}
  tool: {image: t, profiles: [tool], depends_on: {db: {condition: service_started, required: false}}}
  admin:
    image: a
    profiles: [admin]
    depends_on: [db]
  seed: {image: s, profiles: [data], depends_on: [db]}
x-ships: [192.168.1.83]
`;
const files = { 'a.yml': file, 'db.env': 'A=1' };
const read = (options: object) => loadFiles(files, { files: ['a.yml'], ...options });

describe('on are services without profiles, and those that', () => {
  test.each([
    ['no profile', {}, ['web']],
    ['a profile of the command line', { profiles: ['data'] }, ['web', 'db', 'seed']],
    ['several', { profiles: ['all', 'tool'] }, ['web', 'db', 'tool']],
    ['COMPOSE_PROFILES', { env: { COMPOSE_PROFILES: ' all , tool' } }, ['web', 'db', 'tool']],
    [
      'the command line alone, where both say some',
      { profiles: ['tool'], env: { COMPOSE_PROFILES: 'all' } },
      ['web', 'tool'],
    ],
    ['a star', { profiles: ['*'] }, ['web', 'db', 'tool', 'admin', 'seed']],
    ['a star of COMPOSE_PROFILES', { env: { COMPOSE_PROFILES: '*' } }, ['web', 'db', 'tool', 'admin', 'seed']],
    ['a profile that no service has', { profiles: ['none'] }, ['web']],
    ['a name of the command line', { services: ['db'] }, ['web', 'db']],
    ['a name, with what it needs of its own profiles', { services: ['seed'] }, ['web', 'db', 'seed']],
    ['a name, without what it does not require', { services: ['tool'] }, ['web', 'tool']],
  ])('%s turns on', async (_, options, names) => {
    expect(Object.keys((await read(options)).services)).toEqual(names);
  });
});

test('the others are known, with their profiles', async () => {
  expect((await read({ profiles: ['tool'] })).disabled).toEqual({
    db: ['data', 'all'],
    admin: ['admin'],
    seed: ['data'],
  });
});

test('their env files are not looked at', async () => {
  const { services } = await loadFiles({ 'a.yml': file }, { files: ['a.yml'] });
  expect(Object.keys(services)).toEqual(['web']);
});

test('what is on may not depend on what is off', async () => {
  expect(await problemOf(read({ profiles: ['admin'] }))).toBe(
    'service admin depends on db, which is off: it has the profiles data, all\na.yml:8:18\n' +
      '      depends_on: [db]\ndo: turn it on with --profile data, or say "required: false" under depends_on\n',
  );
});

describe('a project that nothing of is on', () => {
  const run = async (text: string) => requireServices(await loadFiles({ 'a.yml': text }, { files: ['a.yml'] }));

  test('is not run', async () => {
    const text = 'services: {a: {image: a, profiles: [x, y]}, b: {image: b, profiles: [y]}}\nx-ships: [s]';
    expect(await problemOf(run(text))).toBe(
      'all services are off by their profiles\na.yml:1:1\n' +
        '  services: {a: {image: a, profiles: [x, y]}, b: {image: b, profiles: [y]}}\n' +
        'do: turn on one of x, y with --profile\n',
    );
  });

  test('or has none', async () => {
    expect(await problemOf(run('services: {}\nx-ships: [s]'))).toBe(
      'the file has no services\na.yml:1:1\n  services: {}\ndo: write one: "web: {image: nginx}"\n',
    );
  });
});
