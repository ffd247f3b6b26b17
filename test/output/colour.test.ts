import { expect, it } from 'vitest';
import { wantsColor } from '../../src/lib/output/index.ts';

it.each([
  ['a terminal', { isTTY: true }, {}, true],
  ['a pipe', {}, {}, false],
  ['a terminal with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
  ['a terminal with an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, true],
  ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
  ['a pipe with FORCE_COLOR', { isTTY: false }, { FORCE_COLOR: '1' }, false],
])('colour on %s: %j %j %s', (_, stream, env, wanted) => {
  expect(wantsColor(stream, env)).toBe(wanted);
});
