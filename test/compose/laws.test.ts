import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interpolate } from '../../src/lib/compose/interpolate.ts';
import { mergeFiles } from '../../src/lib/compose/merge.ts';
import { type MapNode, type Node, plain } from '../../src/lib/compose/node.ts';
import { parse } from '../../src/lib/compose/parse.ts';
import { settle } from '../../src/lib/compose/tags.ts';

const word = fc.constantFrom('a', 'b', 'c', '80', 'x=1');
const pairs = fc.oneof(
  fc.dictionary(word, word),
  fc.uniqueArray(fc.stringMatching(/^[a-d](=[a-d])?$/), { maxLength: 4 }),
);
const service = fc.record(
  {
    image: word,
    command: fc.oneof(word, fc.array(word)),
    environment: pairs,
    labels: pairs,
    expose: fc.array(word),
    volumes: fc.array(fc.constantFrom('vol:/a', '/b', '/host:/a')),
    networks: fc.oneof(fc.uniqueArray(word), fc.dictionary(word, fc.constant(null))),
    healthcheck: fc.record({ test: fc.array(word), interval: word }, { requiredKeys: [] }),
    deploy: fc.record({ replicas: fc.nat(3), labels: fc.dictionary(word, word) }, { requiredKeys: [] }),
    'x-own': fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);
const file = fc.record(
  {
    services: fc.dictionary(fc.constantFrom('web', 'db'), service),
    networks: fc.dictionary(word, fc.record({ driver: word }, { requiredKeys: [] })),
    'x-all': fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);

function nodeOf(value: unknown): MapNode {
  return parse({ name: 'f.yml', text: JSON.stringify(value) })[0] as MapNode;
}

function merged(...files: unknown[]): unknown {
  return plain(files.map(nodeOf).reduce(mergeFiles));
}

describe('merging', () => {
  test('an empty file changes nothing, before or after', () => {
    fc.assert(
      fc.property(file, (one) => {
        expect([merged(one, {}), merged({}, one)]).toEqual([plain(nodeOf(one)), plain(nodeOf(one))]);
      }),
    );
  });

  test('does not change what it merges', () => {
    fc.assert(
      fc.property(file, file, (one, two) => {
        const [first, second] = [nodeOf(one), nodeOf(two)];
        const before = [plain(first), plain(second)];
        try {
          mergeFiles(first, second);
        } catch {
          // a list over a map is refused
        }
        expect([plain(first), plain(second)]).toEqual(before);
      }),
    );
  });

  test('takes every value of a later file whose place an earlier one does not have', () => {
    fc.assert(
      fc.property(service, (web) => {
        expect(merged({ services: { db: { image: 'x' } } }, { services: { web } })).toEqual({
          services: { db: { image: 'x' }, web: plain(nodeOf(web)) },
        });
      }),
    );
  });

  test('with !reset of everything leaves nothing, with !override of everything the later file', () => {
    fc.assert(
      fc.property(file, file, (one, two) => {
        const marked = (over: 'reset' | 'override') => {
          const { entries, ...rest } = nodeOf(two);
          const keys = [...entries].map(
            ([key, entry]) => [key, { ...entry, value: { ...entry.value, over } }] as const,
          );
          return { ...rest, entries: new Map(keys) };
        };
        const others = Object.fromEntries(Object.entries(one).filter(([key]) => !Object.hasOwn(two, key)));
        const settled = (over: 'reset' | 'override') => plain(settle(mergeFiles(nodeOf(one), marked(over))) as Node);
        expect(settled('reset')).toEqual(plain(nodeOf(others)));
        expect(settled('override')).toEqual({
          ...(plain(nodeOf(others)) as object),
          ...(plain(nodeOf(two)) as object),
        });
      }),
    );
  });
});

describe('interpolating', () => {
  const read = (node: Node, values: Record<string, string> = {}) =>
    interpolate(
      node,
      (name) => values[name],
      () => {},
    );

  test('gives back any file whose dollars are escaped', () => {
    const text = fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', ':', '-', '?', '+', ' ') });
    fc.assert(
      fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text))), (own) => {
        const escaped = JSON.parse(JSON.stringify(own).replaceAll('$', '$$$$')) as object;
        const keys = Object.keys(own);
        const values = Object.values(escaped);
        const root = nodeOf({ 'x-own': Object.fromEntries(keys.map((key, index) => [key, values[index]])) });
        expect(plain(read(root))).toEqual(plain(nodeOf({ 'x-own': own })));
      }),
    );
  });

  test('puts a value in as it is, whatever it holds, and marks it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const [image] = [...(read(nodeOf({ image: 'a${A}b$A' }), { A: value }) as MapNode).entries.values()];
        expect(image?.value).toMatchObject({ value: `a${value}b${value}`, outside: true });
      }),
    );
  });
});
