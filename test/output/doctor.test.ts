import { expect, it } from 'vitest';
import { findingsJson, findingsText } from '../../src/lib/output/index.ts';
import type { Finding } from '../../src/lib/plan/index.ts';

const FOUND: Finding[] = [
  { ship: 'a', check: 'reach', verdict: 'ok', found: 'at 10.0.0.1' },
  { ship: 'a', check: 'disk', verdict: 'wrong', found: '12 MiB free', remedy: 'make room' },
  { ship: 'a', check: 'links', verdict: 'ok', found: 'web reaches db' },
  { ship: 'a', check: 'links', verdict: 'ok', found: 'web reaches redis' },
  { ship: 'a', check: 'links', verdict: 'untried', found: 'whether web reaches mail' },
  { ship: 'b', check: 'reach', verdict: 'unreachable', found: 'no \u001b[31mroute', remedy: 'start it' },
  { check: 'plan', verdict: 'ok', found: 'fine' },
];

it('is a line for each trouble of a ship, with what helps under it, and one for all that is well', () => {
  expect(findingsText(FOUND, { color: false }).split('\n')).toEqual([
    'ship a',
    '  wrong        disk   12 MiB free',
    '                      try: make room',
    '  untried      links  whether web reaches mail',
    '  ok           reach, links (2)',
    'ship b',
    '  unreachable  reach  no route',
    '                      try: start it',
    'all ships',
    '  ok           plan',
  ]);
});

it('is an object for each finding', () => {
  expect(
    findingsJson(FOUND.slice(0, 2))
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { Ship: 'a', Check: 'reach', Verdict: 'ok', Found: 'at 10.0.0.1', Remedy: null },
    { Ship: 'a', Check: 'disk', Verdict: 'wrong', Found: '12 MiB free', Remedy: 'make room' },
  ]);
});
