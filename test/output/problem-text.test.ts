import { expect, it } from 'vitest';
import { problemJson, problemText } from '../../src/lib/output/index.ts';
import { EXIT, Problem } from '../../src/lib/problem.ts';

const inFile = new Problem({
  what: 'service client: unknown key "imag"',
  where: { file: 'docker.yml', line: 3, column: 5, text: '    imag: redis' },
  why: 'no service has such a key',
  remedy: 'write image',
});
const onShip = new Problem({
  what: 'connection refused',
  where: { ship: '192.168.1.84' },
  remedy: 'is sshd running there?',
  exit: EXIT.unreachable,
});
const nowhere = new Problem({ what: 'no docker.yml here or above' });

function at(column: number, text: string): Problem {
  return new Problem({ what: 'wrong', where: { file: 'docker.yml', line: 12, column, text } });
}

it('points at the place in the file, and says why and what to do', () => {
  expect(problemText(inFile, { color: false })).toBe(
    `docker.yml:3:5: service client: unknown key "imag"
  3 |     imag: redis
    |     ^
  why: no service has such a key
  try: write image`,
  );
});

it('names the ship', () => {
  expect(problemText(onShip, { color: false })).toBe(
    `ship 192.168.1.84: connection refused
  try: is sshd running there?`,
  );
});

it('lets nothing that a ship or a file says steer the terminal', () => {
  const parts = { what: 'refused\u001b[2J', why: 'it said:\n\u001b[31mgo away\u001b[39m\n', remedy: 'ask' };
  expect(problemText(new Problem({ ...parts, where: { ship: 'a' } }), { color: false })).toBe(
    `ship a: refused
  why: it said:
       go away
  try: ask`,
  );
  const where = { file: 'docker.yml', line: 1, column: 3, text: 'a\u001b[x' };
  expect(problemText(new Problem({ what: 'wrong', where }), { color: false })).toBe(
    'docker.yml:1:3: wrong\n  1 | a?[x\n    |   ^',
  );
});

it('names the program where it is told to', () => {
  expect(problemText(nowhere, { color: false, program: 'compowarm' })).toBe('compowarm: no docker.yml here or above');
});

it('is coloured when that is wanted', () => {
  expect(problemText(inFile, { color: true })).toBe(
    `\u001b[1mdocker.yml:3:5: \u001b[22m\u001b[31mservice client: unknown key "imag"\u001b[39m
\u001b[2m  3 | \u001b[22m    imag: redis
\u001b[2m    | \u001b[22m    \u001b[31m^\u001b[39m
  why: no service has such a key
  \u001b[32mtry:\u001b[39m write image`,
  );
});

it.each([
  ['under its character behind a tab', at(7, '\timage: x'), '  12 | \timage: x\n     | \t     ^'],
  ['under its character behind wide ones', at(5, '日本: [x'), '  12 | 日本: [x\n     |       ^'],
  ['behind the end of a line', at(99, 'web:'), '  12 | web:\n     |     ^'],
  [
    'in the middle of a long line',
    at(101, `${'a'.repeat(100)}X${'b'.repeat(100)}`),
    `  12 | …${'a'.repeat(60)}X${'b'.repeat(59)}…\n     | ${' '.repeat(61)}^`,
  ],
])('the caret stands %s', (_, problem, quoted) => {
  expect(problemText(problem, { color: false })).toBe(
    `docker.yml:12:${problem.parts.where && 'column' in problem.parts.where ? problem.parts.where.column : ''}: wrong\n${quoted}`,
  );
});

it('does without the line where it is not known', () => {
  const problem = new Problem({ what: 'wrong', where: { file: 'docker.yml', line: 3, column: 5 } });
  expect(problemText(problem, { color: false })).toBe('docker.yml:3:5: wrong');
});

it.each([
  [
    inFile,
    '{"Error":"service client: unknown key \\"imag\\"","File":"docker.yml","Line":3,"Column":5,"Why":"no service has such a key","Remedy":"write image","ExitCode":2}',
  ],
  [onShip, '{"Error":"connection refused","Ship":"192.168.1.84","Remedy":"is sshd running there?","ExitCode":3}'],
  [nowhere, '{"Error":"no docker.yml here or above","ExitCode":2}'],
])('is one JSON object for programs', (problem, json) => {
  expect(problemJson(problem)).toBe(json);
});
