import { describe, expect, test } from 'vitest';
import { loadFiles, problemOf } from './files.ts';

const megabytes = 5 * 1024 * 1024;
const load = (text: string) => loadFiles({ 'a.yml': text }, { files: ['a.yml'] });

describe('a file that is far too much is refused with a short text', () => {
  test.each([
    [
      'values',
      `x-a:\n${'- a\n'.repeat(300_000)}`,
      /^a\.yml has more than 200,000 values once its aliases are written out\na\.yml:\d+:1\n/,
    ],
    [
      'values of many documents',
      '---\nx-a: &a [1, 2, 3, 4]\nx-b: [*a, *a, *a, *a]\n'.repeat(10_000),
      /^a\.yml has more than 200,000 values once its aliases are written out\na\.yml:\d+:\d+\n/,
    ],
    ['depth', `x-a: ${'['.repeat(100_000)}`, /^a\.yml is not YAML: nesting exceeded maxDepth \(100\)\na\.yml:1:\d+\n/],
    [
      'services that wait for each other',
      `services:\n${Array.from({ length: 3000 }, (_, n) => `  s${n}: {image: i, depends_on: [s${n + 1}]}\n`).join('')}`,
      /^there are 3000 services, and 2000 are the most of one project\na\.yml:1:1\n/,
    ],
    [
      'ports',
      `services: {a: {image: i, ports: [${'1-65000, '.repeat(3000)}]}}`,
      /^service a: ports: these are more than 131,072 ports\na\.yml:1:\d+\n/,
    ],
    [
      'variables in variables',
      `services: {a: {image: "${'${A:-'.repeat(100_000)}${'}'.repeat(100_000)}"}}`,
      /^invalid interpolation format for services\.a\.image: Invalid template: "(\$\{A:-)+\$\{\.\.\."\na\.yml:1:\d+\n/,
    ],
  ])('%s', async (_, text, said) => {
    expect(text.length).toBeLessThan(megabytes);
    const problem = await problemOf(load(text));
    expect(problem.slice(0, 300)).toMatch(said);
    expect(problem.split('\n')[0]?.length).toBeLessThan(200);
  });
});

test('the longest chain of services that may be is read', async () => {
  const names = Array.from({ length: 1999 }, (_, n) => `  s${n}: {image: i, depends_on: [s${n + 1}]}\n`);
  const { services } = await load(`services:\n${names.join('')}  s1999: {image: i}\n`);
  expect(Object.keys(services)).toHaveLength(2000);
});
