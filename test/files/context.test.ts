import { describe, expect, test } from 'vitest';
import type { Service } from '../../src/lib/compose/index.ts';
import { packContext, weighContext } from '../../src/lib/files/context.ts';
import { problemOf } from '../compose/files.ts';
import { folder, type Tree, unpacked, whole } from './tree.ts';

const context = async (tree: Tree, build: NonNullable<Service['build']> = { dockerfile: 'Dockerfile' }) => {
  const root = folder(tree);
  return unpacked(await whole(packContext({ context: root, ...build })));
};

describe('the context of an image is what docker’s own client sends', () => {
  test('a folder with all that is in it, modes and .env included', async () => {
    expect(await context({ Dockerfile: 'FROM x', '.env': 'e', 'a/run': ['r', 0o775], link: { to: 'a' } })).toEqual([
      '.env 0644 e',
      'Dockerfile 0644 FROM x',
      'a/ 0755',
      'a/run 0775 r',
      'link -> a',
    ]);
  });

  test('without what .dockerignore leaves out', async () => {
    expect(await context({ Dockerfile: 'FROM x', '.dockerignore': 'b\n.git', a: 'a', b: 'b', '.git/x': 'g' })).toEqual([
      '.dockerignore 0644 b\n.git',
      'Dockerfile 0644 FROM x',
      'a 0644 a',
    ]);
  });

  test('and the Dockerfile all the same, which then stays out of the image', async () => {
    expect(await context({ Dockerfile: 'FROM x', '.dockerignore': 'Dockerfile', a: 'a' })).toEqual([
      '.dockerignore 0644 Dockerfile\nDockerfile\n',
      'Dockerfile 0644 FROM x',
      'a 0644 a',
    ]);
  });

  test('and one that stands elsewhere', async () => {
    const elsewhere = folder({ Own: 'FROM y' });
    expect(await context({ a: 'a' }, { dockerfile: `${elsewhere}/Own` })).toEqual([
      '.compowarm.Dockerfile 0644 FROM y',
      '.dockerignore 0644 \n.compowarm.Dockerfile\n',
      'a 0644 a',
    ]);
  });

  test('and one that is written in the file', async () => {
    expect(await context({ Dockerfile: 'FROM x' }, { dockerfile_inline: 'FROM z' })).toEqual([
      '.compowarm.Dockerfile 0644 FROM z',
      '.dockerignore 0644 \n.compowarm.Dockerfile\n',
      'Dockerfile 0644 FROM x',
    ]);
  });
});

describe('the weight of a context is the bytes of all its files', () => {
  test.each<[string, Tree, NonNullable<Service['build']>, number]>([
    ['a Dockerfile among them', { Dockerfile: 'FROM x', a: 'aa', 'b/c': 'ccc' }, { dockerfile: 'Dockerfile' }, 11],
    ['one in the file, and what keeps it out', { a: 'aa' }, { dockerfile_inline: 'FROM x' }, 31],
    [
      'without what is left out',
      { Dockerfile: 'FROM x', a: 'aa', '.dockerignore': 'a' },
      { dockerfile: 'Dockerfile' },
      7,
    ],
  ])('%s', async (_, tree, build, bytes) => {
    expect(await weighContext({ context: folder(tree), ...build })).toBe(bytes);
  });
});

test.each([
  ['a context', { context: '/nowhere', dockerfile: 'Dockerfile' }, '/nowhere'],
  ['a Dockerfile', { dockerfile: '/none' }, '/none'],
])('%s that is not there is said, with its place in the file', async (_, parts, path) => {
  const build = { context: folder(), ...parts };
  const said = `${path} is not there\nf.yml:3:5\n      build: .\ndo: look at the name and the folder\n`;
  const where = { file: 'f.yml', line: 3, column: 5, text: '    build: .' };
  expect(await problemOf(whole(packContext(build, where)))).toBe(said);
  expect(await problemOf(weighContext(build, where))).toBe(said);
});
