import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carriedAs, decodeName, isMounted, storedAt } from '../../src/lib/docker/index.ts';
import { encodeName } from '../../src/lib/docker/store.ts';
import { service } from '../plan/helpers.ts';

test('content is kept under its digest, a ship’s own folders under their names', () => {
  expect(storedAt('/root/demo', { by: 'mount', id: 'd1' })).toBe('/root/demo.files/d1');
  expect(storedAt('/root/demo', { by: 'keep', id: './data/db' })).toBe('/root/demo.data/data%2Fdb');
});

test('in the deploy’s folder it has a name of its own', () => {
  expect(carriedAs({ by: 'copy', id: 'd1' })).toBe('c-d1');
  expect(carriedAs({ by: 'keep', id: './beat' })).toBe('c-beat');
});

describe('a path is one name', () => {
  test.each([
    ['.', '%2E'],
    ['./data', 'data'],
    ['./.cache', '.cache'],
    ['./a b/c+d', 'a%20b%2Fc%2Bd'],
    ["./it's (*)!~", 'it%27s%20%28%2A%29%21%7E'],
    ['./é', '%C3%A9'],
    ['./new\nline', 'new%0Aline'],
  ])('%j is %s', (source, name) => {
    expect([encodeName(source), decodeName(name)]).toEqual([name, source]);
  });

  test('of what a shell and a list hand on unharmed, and back again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (path) => {
        fc.pre(path !== '.' && !path.startsWith('/'));
        const name = encodeName(`./${path}`);
        expect(name).toMatch(/^[\w.%-]+$/);
        expect(decodeName(name)).toBe(`./${path}`);
      }),
    );
  });

  test.each(['half+', '%zz', '%6d', 'a/b', '', '%2e'])('%j is none', (name) => {
    expect(decodeName(name)).toBeUndefined();
  });
});

test.each([
  ['/run/secrets/key', true],
  ['/run', true],
  ['/data/app', true],
  ['/runner', false],
  ['/etc/app', false],
])('%s is in a mount: %s', (path, is) => {
  const volumes = [{ type: 'volume' as const, source: 'v', target: '/data' }];
  expect(isMounted(path, service({ volumes, tmpfs: ['/run:size=1m'] }))).toBe(is);
});
