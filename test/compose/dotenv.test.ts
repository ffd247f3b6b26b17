import { describe, expect, test } from 'vitest';
import { parseEnv } from '../../src/lib/compose/dotenv.ts';
import { problemOf } from './files.ts';

const outside: Record<string, string> = { HOME: '/root', TOKEN: 't' };

function read(text: string): Record<string, string> {
  const entries = parseEnv(
    [{ source: { name: '.env', text } }],
    (name) => outside[name],
    () => {},
  );
  return Object.fromEntries([...entries].map(([key, { value }]) => [key, value]));
}

function readRaw(text: string): Record<string, string> {
  const entries = parseEnv(
    [{ source: { name: 'raw.env', text }, raw: true }],
    (name) => outside[name],
    () => {},
  );
  return Object.fromEntries([...entries].map(([key, { value }]) => [key, value]));
}

describe('an env file of the format raw', () => {
  test.each([
    ['A="one" # two\n', { A: '"one" # two' }],
    ['A=$HOME\nB=a=b\nC=\n', { A: '$HOME', B: 'a=b', C: '' }],
    ['# none\n\n  A= 1 \r\nB=2', { A: ' 1 ', B: '2' }],
    ['TOKEN\nNONE\n', { TOKEN: 't' }],
  ])('%j', (text, variables) => {
    expect(readRaw(text)).toEqual(variables);
  });

  test.each([
    ['A=1\nexport B=2', 'the name "export B" has spaces in it\nraw.env:2:1\n  export B=2\ndo: write KEY=value\n'],
    ['=1', 'a line has no name before its =\nraw.env:1:1\n  =1\ndo: write KEY=value\n'],
  ])('%j is refused', async (text, said) => {
    expect(await problemOf(Promise.resolve().then(() => readRaw(text)))).toBe(said);
  });
});

describe('an env file', () => {
  test.each([
    ['A=1\nB=2\n', { A: '1', B: '2' }],
    ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['# all\n\n  A = 1  \n', { A: '1' }],
    ['A: yaml', { A: 'yaml' }],
    ['export A=1\nexport\tB=2', { A: '1', B: '2' }],
    ['A=', { A: '' }],
    ['A=one two # three', { A: 'one two' }],
    ['A=one#two', { A: 'one#two' }],
    ["A='one # $HOME \\n'", { A: 'one # $HOME \\n' }],
    ["A='it\\'s'", { A: "it's" }],
    ['A="$HOME and \\$HOME" # why', { A: '/root and $HOME' }],
    ['A="a\\nb\\tc\\\\d\\"e"', { A: 'a\nb\tc\\d"e' }],
    ['A="one\ntwo"\nB=3', { A: 'one\ntwo', B: '3' }],
    ['A=1\nB=${A}2\nC=$$A', { A: '1', B: '12', C: '$A' }],
    ['HOME=/here\nA=$HOME', { HOME: '/here', A: '/root' }],
    ['A=${NONE:-d}', { A: 'd' }],
    ['TOKEN\nNONE\nA=1', { TOKEN: 't', A: '1' }],
    ['TOKEN', { TOKEN: 't' }],
    ['a.b-c[0]=1', { 'a.b-c[0]': '1' }],
    ['A=1\nA=2', { A: '2' }],
    ['A=x=y', { A: 'x=y' }],
    ['', {}],
  ])('%j', (text, variables) => {
    expect(read(text)).toEqual(variables);
  });

  test.each([
    ['A=1\nB C=2', 'the key "B" is followed by more words\n.env:2:2\n  B C=2\ndo: write KEY=value\n'],
    ['A!=1', '"!" cannot be part of a name\n.env:1:2\n  A!=1\ndo: write KEY=value\n'],
    ['=1', '"=" cannot be part of a name\n.env:1:1\n  =1\ndo: write KEY=value\n'],
    ['A=1\nB="two', 'a " is never closed\n.env:2:3\n  B="two\ndo: close the quote at the end of the value\n'],
    ['A=${B', 'Invalid template: "${B"\n.env:1:3\n  A=${B\ndo: You may need to escape any $ with another $.\n'],
    [
      'A=${B:?set it}',
      'required variable B is missing a value: set it\n.env:1:3\n  A=${B:?set it}\ndo: set the variable in this shell\n',
    ],
  ])('%j is refused', async (text, said) => {
    expect(await problemOf(Promise.resolve().then(() => read(text)))).toBe(said);
  });
});
