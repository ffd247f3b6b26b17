import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Command, toRunbook, toShell } from '../../src/lib/docker/index.ts';
import type { Problem } from '../../src/lib/problem.ts';
import { runScript, SHELLS } from './shells.ts';

const command: Command = {
  argv: ['run', '--env-file', '/dev/stdin', 'web', 'echo', 'two words'],
  env: { PLAIN: '1', TOKEN: "s3cr3t'", 'my-key': 's3cr3t', '2nd': 's3cr3t' },
  masked: ['TOKEN', 'my-key', '2nd'],
};
const exporting: Command = {
  argv: ['run', '-e', 'PEM', '-e', 'KEY', 'web'],
  exported: { PEM: "a\n'b'", KEY: 's3\ncr3t' },
  masked: ['KEY'],
};

test('without environment a command is its words', () => {
  expect(toShell({ argv: ['pull', 'redis'] })).toBe('docker pull redis');
  expect(toRunbook({ argv: ['pull', 'redis'] })).toBe('docker pull redis');
});

test('environment goes down a pipe', () => {
  expect(toShell(command)).toBe(
    "printf '%s\\n' PLAIN=1 'TOKEN=s3cr3t'\\''' my-key=s3cr3t 2nd=s3cr3t | docker run --env-file /dev/stdin web echo 'two words'",
  );
});

test('what docker is to have in its own environment is set for it alone', () => {
  const pem = "export 'PEM=a\n'\\''b'\\'''";
  expect(toShell(exporting)).toBe(`(${pem}; export 'KEY=s3\ncr3t'; docker run -e PEM -e KEY web)`);
  expect(toRunbook(exporting)).toBe(`(${pem}; export "KEY=$KEY"; docker run -e PEM -e KEY web)`);
});

test('a runbook names a variable where a value came from outside the file, and docker as the ship calls it', () => {
  expect(toRunbook(command, ['sudo', '-n', 'docker'])).toBe(
    'printf \'%s\\n\' PLAIN=1 "TOKEN=$TOKEN" my-key="$my_key" 2nd="$_2nd" | sudo -n docker run --env-file /dev/stdin web echo \'two words\'',
  );
});

const text = fc.string({ unit: fc.constantFrom(...'\'"\\$`!~#&|;<>(){}[]*?=-+%@ \tabZ09é船') });
const name = fc.string({ unit: fc.constantFrom(...'abAB_.-1$"`'), minLength: 1 });
const many = fc.string({ unit: fc.constantFrom(...'\'"\\$`!;(){}\n\r \té') });
const commands = fc.record({
  argv: fc.array(text, { minLength: 1 }),
  env: fc.dictionary(name, text, { minKeys: 1, noNullPrototype: true }),
  exported: fc.dictionary(fc.constantFrom('ONE', 'two_2', '_3'), many, { noNullPrototype: true }),
});
const docker = `docker() { printf '%s\\0' "$@" "\${ONE-none}" "\${two_2-none}" "\${_3-none}"; cat; }\n`;
/** What the stand-in prints: its words, three of its variables, then what came by standard input. */
function received({ argv, env = {}, exported = {} }: Command): string {
  const lines = Object.entries(env).map(([key, value]) => `${key}=${value}\n`);
  const variables = ['ONE', 'two_2', '_3'].map((key) => exported[key] ?? 'none');
  return [...argv, ...variables, lines.join('')].join('\0');
}

describe.each(SHELLS)('%s', (_, shell) => {
  test.skipIf(!shell)('gives docker its words and its environment byte for byte', () => {
    fc.assert(
      fc.property(fc.array(commands, { minLength: 20, maxLength: 40 }), (all) => {
        const script = all.map((one) => `${toShell(one)}; printf '\\0end\\0'`).join('\n');
        const printed = runScript(shell ?? [], docker + script);
        expect(printed.split('\0end\0').slice(0, -1)).toEqual(all.map(received));
      }),
      { numRuns: 20 },
    );
  });

  test.skipIf(!shell)('runs a runbook in which masked values stand as variables', () => {
    const { env = {} } = command;
    const variables = { TOKEN: env.TOKEN ?? '', my_key: env['my-key'] ?? '', _2nd: env['2nd'] ?? '' };
    const runbook = toRunbook(command);
    expect(runbook).not.toContain('s3cr3t');
    expect(runScript(shell ?? [], docker + runbook, variables)).toBe(received(command));
  });
});

test.each([
  [{ A: 'one\ntwo' }, '"A"', 'its value holds a newline'],
  [{ A: 'one\r' }, '"A"', 'its value ends in a carriage return'],
  [{ A: 'one\0' }, '"A"', 'its value holds a NUL'],
  [{ A: 'x'.repeat(65_534) }, '"A"', 'it is longer than 64 KiB'],
  [{ '#A': '1' }, '"#A"', 'its name begins with #, which makes a comment of it'],
  [{ ' A': '1' }, '" A"', 'its name holds a blank or an ='],
  [{ 'A=B': '1' }, '"A=B"', 'its name holds a blank or an ='],
  [{ '': '1' }, '""', 'it has no name'],
])('what docker would misread is not said', (env, shown, why) => {
  let parts: unknown;
  try {
    toShell({ argv: ['run'], env });
  } catch (error) {
    parts = (error as Problem).parts;
  }
  expect(parts).toEqual({ what: `environment variable ${shown} can't be passed to docker`, why, exit: 1 });
});

test('a line of just under 64 KiB is', () => {
  const value = 'x'.repeat(65_533);
  expect(toShell({ argv: ['run'], env: { A: value } })).toBe(`printf '%s\\n' A=${value} | docker run`);
});

describe('files go down a pipe as one tar', () => {
  const files = ['configs.app', 'secrets.key'].map((name, index) => ({
    ...{ by: 'copy' as const, name, target: '/x', digest: '', bytes: 1 },
    id: String(index).repeat(64),
  }));

  test('from the deploy’s folder, where their pieces are', () => {
    expect(toShell({ argv: ['cp', '-', 'web:/'], files })).toBe(
      `gzip -dc "$D/c-${'0'.repeat(64)}" "$D/c-${'1'.repeat(64)}" | docker cp - web:/`,
    );
  });

  test('in a runbook from tars by their names', () => {
    expect(toRunbook({ argv: ['cp', '-', 'web:/'], files }, ['sudo', 'docker'])).toBe(
      'cat configs.app.tar secrets.key.tar | sudo docker cp - web:/',
    );
  });
});
