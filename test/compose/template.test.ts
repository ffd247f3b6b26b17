import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { substitute } from '../../src/lib/compose/template.ts';

const values: Record<string, string> = { SET: 'x', EMPTY: '', A_1: 'y' };

function read(template: string, lookup = (name: string): string | undefined => values[name]): string {
  const warnings: string[] = [];
  const fail = (text: string): never => {
    throw new Error(text);
  };
  const text = substitute(template, {
    lookup,
    unset: (name) => warnings.push(name),
    invalid: (whole) => fail(`Invalid template: ${whole}`),
    required: fail,
  });
  return [text, ...warnings.map((name) => ` (${name} unset)`)].join('');
}

describe('a template', () => {
  test.each([
    ['$SET', 'x'],
    ['${SET}', 'x'],
    ['a$SET-b', 'ax-b'],
    ['${SET}${A_1}', 'xy'],
    ['$A_1!', 'y!'],
    ['$NONE', ' (NONE unset)'],
    ['a${NONE}b', 'ab (NONE unset)'],
    ['${EMPTY}', ''],
    ['${NONE:-d}', 'd'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${NONE-d}', 'd'],
    ['${SET:-d}', 'x'],
    ['${NONE:-}', ''],
    ['${SET:+r}', 'r'],
    ['${EMPTY:+r}', ''],
    ['${EMPTY+r}', 'r'],
    ['${NONE+r}', ''],
    ['${SET:?e}', 'x'],
    ['${EMPTY?e}', ''],
    ['${NONE:-${SET}}', 'x'],
    ['${NONE:-${EMPTY:-${SET}z}}', 'xz'],
    ['${NONE:-{"a": {}}}', '{"a": {}}'],
    ['${NONE:-a:b-c?d}', 'a:b-c?d'],
    ['${SET:-${NONE}}', 'x (NONE unset)'],
    ['${SET:?${NONE}}', 'x (NONE unset)'],
    ['${NONE:+${SET}}', ''],
    ['${NONE:-a}b${SET}c}', 'abxc}'],
    ['${NONE-a${SET}b}c${SET}d', 'axbcxd'],
    ['${NONE:-a{b}c}}', 'a{b}c}'],
    ['${NONE:-}}', '}'],
    ['${NONE:-{}', '{'],
    ['{${SET}}', '{x}'],
    ['${SET:-{{a}}}', 'x}'],
    ['${NONE:-{{.ID}} ${SET}}', '{{.ID} x}'],
    ['${NONE:-$$}', '$'],
    ['a\n${NONE:-b}\nc}', 'a\nb\nc}'],
    ['${NONE:-}\n${SET:-}', '\nx'],
    ['$é', '$é'],
    ['$$SET', '$SET'],
    ['$$$SET', '$x'],
    ['5$', '5$'],
    ['$5 $ $-', '$5 $ $-'],
  ])('%j reads %j', (template, text) => {
    expect(read(template)).toBe(text);
  });

  test.each([
    ['${NONE:?say it}', 'required variable NONE is missing a value: say it'],
    ['${EMPTY:?}', 'required variable EMPTY is missing a value'],
    ['${NONE?why ${SET}}', 'required variable NONE is missing a value: why x'],
    ['${', 'Invalid template: ${'],
    ['${}', 'Invalid template: ${}'],
    ['a ${a!} b', 'Invalid template: a ${a!} b'],
    ['${5}', 'Invalid template: ${5}'],
    ['${A', 'Invalid template: ${A'],
    ['${A:=b}', 'Invalid template: ${A:=b}'],
    ['${ SET}', 'Invalid template: ${ SET}'],
    ['${SET }', 'Invalid template: ${SET }'],
    ['${Aé}', 'Invalid template: ${Aé}'],
    ['${NONE:-one\ntwo}', 'Invalid template: ${NONE:-one\ntwo}'],
    ['${NONE:-${SET}', 'Invalid template: ${SET'],
    ['${SET:-${NONE:?read all the same}}', 'required variable NONE is missing a value: read all the same'],
    ['${NONE+${EMPTY:?x}}', 'required variable EMPTY is missing a value: x'],
  ])('%j is refused: %s', (template, text) => {
    expect(() => read(template)).toThrow(new Error(text));
  });

  test('that nests deeper than any that is meant is refused', () => {
    expect(() => read('${A:-'.repeat(60) + '}'.repeat(60))).toThrow('Invalid template');
  });

  test('without a $ stays as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('$')),
        (text) => {
          expect(read(text)).toBe(text);
        },
      ),
    );
  });

  test('that escapes every $ is the text itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', ':', '-', '?') }), (text) => {
        expect(read(text.replaceAll('$', '$$$$'))).toBe(text);
      }),
    );
  });

  test('does not read variables out of values', () => {
    expect(read('$SET', () => '$OTHER')).toBe('$OTHER');
  });
});
