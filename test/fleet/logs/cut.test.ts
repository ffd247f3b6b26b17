import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutter } from '../../../src/lib/fleet/logs/cut.ts';

const T1 = '2026-01-02T03:04:05.000000001Z';
const T2 = '2026-01-02T03:04:05.000000002Z';

/** What comes out of these chunks: `STAMP TEXT` of each line, with `...` behind one that is open, and docker's own words as `! WORDS`. */
function cut(...chunks: (string | Buffer)[]): string[] {
  const out: string[] = [];
  const cutting = cutter(
    ({ stamp, text, open }) => out.push(`${stamp} ${text.toString('latin1')}${open ? '...' : ''}`),
    (words) => out.push(`! ${words}`),
  );
  for (const chunk of chunks) cutting.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk, 'latin1'));
  cutting.end();
  return out;
}

describe('cutting what docker logs prints', () => {
  test.each<[string, (string | Buffer)[], string[]]>([
    ['lines', [`${T1} one\n${T2} two\n`], [`${T1} one`, `${T2} two`]],
    ['an empty line', [`${T1} \n`], [`${T1} `]],
    ['what a terminal wrote', [`${T1} one\r\n`], [`${T1} one\r`]],
    ['bytes that are no text', [`${T1} \xff\0\x1b[31m\n`], [`${T1} \xff\0\x1b[31m`]],
    ['a last line without a newline', [`${T1} one\n${T2} two`], [`${T1} one`, `${T2} two...`]],
    ['a time within a line', [`${T1} at ${T2} it ended\n`], [`${T1} at ${T2} it ended`]],
    ['local time', ['2026-01-02T05:04:05.000000001+02:00 one\n'], [`${T1} one`]],
    ['words of docker', [`${T1} one\nError: gone\n`], [`${T1} one`, '! Error: gone']],
  ])('%s', (_, chunks, lines) => {
    expect(cut(...chunks)).toEqual(lines);
  });

  test('a long line, which docker keeps in pieces of 16 KiB, is one line', () => {
    const piece = 'x'.repeat(16_384);
    expect(cut(`${T1} ${piece}${T1} ${piece}${T1} end\n${T2} two\n`)).toEqual([
      `${T1} ${piece}${piece}end`,
      `${T2} two`,
    ]);
  });

  test('a line that does not end is given out in parts of no more than 16 MiB, between the pieces of docker', () => {
    const piece = `${T1} ${'x'.repeat(16_384)}`;
    const parts = cut(...Array.from({ length: 1100 }, () => piece), `${T1} end\n${T2} two\n`);
    expect(parts.map((part) => part.length)).toEqual([31 + 1022 * 16_384, 31 + 78 * 16_384 + 3, 34]);
    expect(parts.slice(1)).toEqual([`${T1} ${'x'.repeat(78 * 16_384)}end`, `${T2} two`]);
  });

  test('the chunks do not matter', () => {
    const text = Buffer.from(`${T1} one\n${T2} ${'é'.repeat(40)}\n\n${T2} \nError\n${T1} last`);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length })), (places) => {
        const ends = [0, ...places.sort((a, b) => a - b), text.length];
        const chunks = ends.slice(1).map((end, i) => text.subarray(ends[i], end));
        expect(cut(...chunks)).toEqual(cut(text));
      }),
    );
  });
});
