import { expect, it } from 'vitest';
import { type Column, columns, WHOLE } from '../../src/lib/output/columns.ts';
import { NOW } from './given.ts';

interface Row {
  ship: string;
  note: string;
}

const SHIP: Column<Row> = { head: 'SHIP', cell: ({ ship }) => ship, least: WHOLE };
const NOTE: Column<Row> = { head: 'NOTE', cell: ({ note }) => note };
const NOW_AT: Column<Row> = { head: 'NOW', cell: (_, now) => String(now) };

const rows: Row[] = [{ ship: '192.168.1.83', note: 'two words\u001b[31m and more' }];
const FORMS = [
  [SHIP, NOTE, NOW_AT],
  [SHIP, NOTE],
];

it.each([
  [undefined, 'SHIP           NOTE                 NOW\n192.168.1.83   two words and more   1793880000000'],
  [40, 'SHIP           NOTE\n192.168.1.83   two words and more'],
  [24, 'SHIP          NOTE\n192.168.1.83  two words…'],
])('rows take the first form that fits %s columns, and are made safe to print', (width, expected) => {
  expect(columns(rows, FORMS, { now: NOW, width })).toBe(expected);
});

it('no row leaves the head', () => {
  expect(columns([], FORMS, { now: NOW, width: 80 })).toBe('SHIP   NOTE   NOW');
});
