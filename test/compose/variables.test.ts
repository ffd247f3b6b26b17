import { describe, expect, test } from 'vitest';
import { loadVariables } from '../../src/lib/compose/index.ts';
import { variablesOf } from '../../src/lib/compose/template.ts';
import { withFiles } from './files.ts';

const none = { required: false, fallback: '', alternate: '' };

describe('the variables of a template', () => {
  test.each([
    ['plain', []],
    [
      '$A and ${B}',
      [
        { ...none, name: 'A' },
        { ...none, name: 'B' },
      ],
    ],
    ['$$A 5$ ${', []],
    [
      '${A:-x}${B-y}',
      [
        { ...none, name: 'A', fallback: 'x' },
        { ...none, name: 'B', fallback: 'y' },
      ],
    ],
    [
      '${A:?x}${B?}',
      [
        { ...none, name: 'A', required: true },
        { ...none, name: 'B', required: true },
      ],
    ],
    ['${A:+x}', [{ ...none, name: 'A', alternate: 'x' }]],
    [
      '${A:-${B:-c}}',
      [
        { ...none, name: 'A', fallback: '${B:-c}' },
        { ...none, name: 'B', fallback: 'c' },
      ],
    ],
  ])('%j', (template, variables) => {
    expect(variablesOf(template)).toEqual(variables);
  });
});

test('of files, with those that they include and extend, whatever they hold; and those that there are', async () => {
  const files = {
    'a.yml': 'include: [b.yml]\nservices: {a: {image: "$A", extends: {file: c.yml, service: c}, init: "${I}"}}',
    'b.yml': 'services: {b: {image: "${B:-b}", ports: ["$P:80"]}}',
    'c.yml': 'services: {c: {user: "${C?no}"}, other: {image: $NOT}}',
    '.env': 'A=1\nE=${A}2\n',
  };
  await withFiles(files, async (cwd) => {
    expect(await loadVariables({ cwd, env: { A: 'sh' }, files: ['a.yml'], projectName: 'p' })).toEqual({
      environment: { A: 'sh', E: 'sh2', PWD: cwd, COMPOSE_PROJECT_NAME: 'p' },
      variables: {
        A: { ...none, name: 'A' },
        B: { ...none, name: 'B', fallback: 'b' },
        C: { ...none, name: 'C', required: true },
        I: { ...none, name: 'I' },
        P: { ...none, name: 'P' },
      },
    });
  });
});
