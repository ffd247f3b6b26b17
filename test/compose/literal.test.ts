import { expect, test } from 'vitest';
import { loadLiteral } from '../../src/lib/compose/index.ts';
import { withFiles } from './files.ts';

test('a file with its variables as they are written has what it extends and includes in it, and whole paths', async () => {
  const files = {
    'a.yml': [
      'include: [sub/b.yml]',
      'services:',
      '  a:',
      '    extends: {file: sub/c.yml, service: c}',
      '    image: "i:${TAG:?no}"',
      '    ports: !override ["${P}:80"]',
      '    init: $I',
      '    volumes: ["$V:/v", "named:/n", "/abs:/abs"]',
    ].join('\n'),
    'sub/b.yml':
      'services: {b: {build: {context: ., additional_contexts: [x=./x, y=docker-image://y]}}}\nsecrets: {s: {file: s.txt}}',
    'sub/c.yml': 'services: {c: {env_file: c.env, volumes: ["./c:/c"], ports: ["1"], build: "https://x/y.git"}}',
  };
  await withFiles(files, async (cwd) => {
    expect(await loadLiteral({ cwd, env: {}, files: ['a.yml'], projectName: 'p' })).toEqual({
      name: 'p',
      services: {
        a: {
          env_file: `${cwd}/sub/c.env`,
          volumes: [`${cwd}/sub/c:/c`, '$V:/v', 'named:/n', '/abs:/abs'],
          ports: ['${P}:80'],
          build: 'https://x/y.git',
          image: 'i:${TAG:?no}',
          init: '$I',
        },
        b: { build: { context: `${cwd}/sub`, additional_contexts: [`x=${cwd}/sub/x`, 'y=docker-image://y'] } },
      },
      secrets: { s: { file: `${cwd}/sub/s.txt` } },
    });
  });
});
