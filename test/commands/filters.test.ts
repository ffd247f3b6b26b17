import { expect, it } from 'vitest';
import { readFilters } from '../../src/commands/shared/filters.ts';

it('filters are kept by what they are about', () => {
  const said = ['name=web', 'status=exited', 'name=a=b', 'status='];
  expect(readFilters(said, ['status', 'name'])).toEqual({ status: ['exited', ''], name: ['web', 'a=b'] });
  expect(readFilters([], ['status'])).toEqual({});
});

it.each(['ship=a', 'status', ''])('"%s" is no filter', (text) => {
  expect(() => readFilters([text], ['status', 'name'])).toThrow(
    expect.objectContaining({
      parts: { what: `there is no filter ${text}`, remedy: 'write one as --filter status=... or --filter name=...' },
    }),
  );
});
