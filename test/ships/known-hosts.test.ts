import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  fingerprint,
  hostKeyAlgorithms,
  judge,
  keyType,
  lookupNames,
  matchesHost,
  parseKnownHosts,
} from '../../src/lib/ships/known-hosts.ts';

/** A key that is none but has the shape of one: its type, then what tells it from others. */
function key(type: string, body: string): Buffer {
  const fields = [type, body].map((text) => Buffer.concat([Buffer.from([0, 0, 0, text.length]), Buffer.from(text)]));
  return Buffer.concat(fields);
}

function line(hosts: string, type: string, body: string): string {
  return `${hosts} ${type} ${key(type, body).toString('base64')}`;
}

const ed = key('ssh-ed25519', 'one');

describe('a file of known hosts', () => {
  test('is read line by line, and what is no key is left out', () => {
    const text = [
      '# comment',
      '',
      line('a,b', 'ssh-ed25519', 'one'),
      `  ${line('c', 'ssh-rsa', 'two')} with a comment`,
      line('@revoked d', 'ssh-ed25519', 'one'),
      line('@cert-authority\t*.e', 'ssh-ed25519', 'one'),
      line('@else f', 'ssh-ed25519', 'one'),
      'g ssh-ed25519',
      'h ssh-ed25519 AAAA',
      `i ssh-rsa ${ed.toString('base64')}`,
      'j 1024 35 1234567890',
      `${line('k', 'ssh-ed25519', 'one')}\r`,
    ].join('\n');
    const one = { file: 'F', type: 'ssh-ed25519', key: ed };
    expect(parseKnownHosts(text, 'F')).toEqual([
      { ...one, line: 3, hosts: 'a,b' },
      { file: 'F', line: 4, hosts: 'c', type: 'ssh-rsa', key: key('ssh-rsa', 'two') },
      { ...one, line: 5, marker: 'revoked', hosts: 'd' },
      { ...one, line: 6, marker: 'cert-authority', hosts: '*.e' },
      { ...one, line: 12, hosts: 'k' },
    ]);
  });
});

test.each([
  ['db1', 'db1', true],
  ['db1', 'db10', false],
  ['DB1', 'db1', true],
  ['web,db1', 'db1', true],
  ['db?', 'db1', true],
  ['db?', 'db', false],
  ['*.example.com', 'a.b.example.com', true],
  ['*.example.com', 'example.com', false],
  ['*.example.com', 'aXexample.com', false],
  ['*', 'anything', true],
  ['*.example.com,!db.example.com', 'web.example.com', true],
  ['*.example.com,!db.example.com', 'db.example.com', false],
  ['!db.example.com,*.example.com', 'db.example.com', false],
  ['!db', 'web', false],
  ['[db1]:2222', '[db1]:2222', true],
  ['[db1]:2222', '[db1]:22', false],
  ['[db1]:2222', 'db1', false],
  ['[db*]:*', '[db1]:2222', true],
  ['[::1]:2222', '[::1]:2222', true],
  ['192.168.1.83', '192.168.1.83', true],
  ['192.168.1.83', '192x168.1.83', false],
  // HMAC-SHA1 with the salt "salt of 20 bytes ..." of db1.
  ['|1|c2FsdCBvZiAyMCBieXRlcyAuLi4=|F1PhFujZb2N4Uo4OAHa8Q9+ToFg=', 'db1', true],
  ['|2|c2FsdCBvZiAyMCBieXRlcyAuLi4=|F1PhFujZb2N4Uo4OAHa8Q9+ToFg=', 'db1', false],
  ['|1|c2FsdCBvZiAyMCBieXRlcyAuLi4=', 'db1', false],
  ['|1|c2FsdCBvZiAyMCBieXRlcyAuLi4=|AAAA', 'db1', false],
])('does %s name %s? %s', (hosts, name, is) => {
  expect(matchesHost(hosts, name)).toBe(is);
});

test('names that ssh-keygen hashed are found', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'compowarm-known-'));
  const file = path.join(folder, 'known_hosts');
  try {
    writeFileSync(
      file,
      `${line('db1,192.168.1.83', 'ssh-ed25519', 'one')}\n${line('[db2]:2222', 'ssh-ed25519', 'one')}\n`,
    );
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    const entries = parseKnownHosts(readFileSync(file, 'utf8'), 'F');
    const found = (name: string) =>
      entries.filter((entry) => matchesHost(entry.hosts, name)).map((entry) => entry.line);
    expect(entries.map((entry) => entry.hosts.slice(0, 3))).toEqual(['|1|', '|1|', '|1|']);
    expect(['db1', '192.168.1.83', '[db2]:2222', 'db2', 'db3'].map(found)).toEqual([[1], [2], [3], [], []]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  [{ hostname: 'DB1', port: 22 }, ['db1']],
  [{ hostname: 'db1', port: 2222 }, ['[db1]:2222', 'db1']],
  [{ hostname: '::1', port: 2222 }, ['[::1]:2222', '::1']],
  [{ hostname: 'db1', port: 2222, hostKeyAlias: 'Fleet' }, ['fleet']],
])('%j is looked up as %j', (host, names) => {
  expect(lookupNames(host)).toEqual(names);
});

test('a fingerprint is the one that ssh-keygen shows', () => {
  const text = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAkC8rYyKYEuNgtGYZWVY1qGB1TpSnkcyrrDkqCkD1b5';
  const shown = execFileSync('ssh-keygen', ['-l', '-f', '-'], { input: text, encoding: 'utf8' });
  const blob = Buffer.from(text.split(' ')[1] ?? '', 'base64');
  expect(fingerprint(blob)).toBe(shown.split(' ')[1]);
  expect(keyType(blob)).toBe('ssh-ed25519');
});

describe('the key that a host offers is', () => {
  const names = ['[db1]:2222', 'db1'] as const;
  const verdict = (...lines: string[]) => {
    const is = judge(parseKnownHosts(lines.join('\n'), 'F'), names, ed);
    return 'known' in is
      ? `${is.is} by ${is.known.line}`
      : 'authority' in is
        ? `${is.is}, authority ${is.authority?.line}`
        : is.is;
  };

  test.each([
    ['known', [line('[db1]:2222', 'ssh-ed25519', 'one')]],
    ['known', [line('db1', 'ssh-ed25519', 'one')]],
    ['known', [line('[db1]:2222', 'ssh-ed25519', 'old'), line('[db1]:2222', 'ssh-ed25519', 'one')]],
    ['known', [line('@cert-authority *', 'ssh-ed25519', 'ca'), line('db1', 'ssh-ed25519', 'one')]],
    ['unknown', []],
    ['unknown', [line('db2', 'ssh-ed25519', 'one')]],
    ['unknown', [line('db1', 'ssh-ed25519', 'of the sshd on port 22')]],
    ['unknown, authority 1', [line('@cert-authority *', 'ssh-ed25519', 'ca')]],
    ['unknown, authority 1', [line('@cert-authority db1', 'ssh-ed25519', 'one')]],
    ['changed by 1', [line('[db1]:2222', 'ssh-ed25519', 'two')]],
    ['changed by 2', [line('[db1]:2222', 'ssh-rsa', 'two'), line('[db1]:2222', 'ssh-ed25519', 'two')]],
    ['changed by 1', [line('[db1]:2222', 'ssh-rsa', 'of another type only')]],
    ['revoked by 2', [line('[db1]:2222', 'ssh-ed25519', 'one'), line('@revoked *', 'ssh-ed25519', 'one')]],
    ['known', [line('[db1]:2222', 'ssh-ed25519', 'one'), line('@revoked *', 'ssh-ed25519', 'two')]],
    ['revoked by 1', [line('@revoked db1', 'ssh-ed25519', 'one')]],
  ])('%s, by %j', (is, lines) => {
    expect(verdict(...lines)).toBe(is);
  });
});

const PLAIN = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

test.each([
  ['nothing', [], PLAIN],
  ['an RSA key', [line('[db1]:2222', 'ssh-rsa', 'a')], [...PLAIN.slice(4), ...PLAIN.slice(0, 4)]],
  ['an RSA key of the bare name', [line('db1', 'ssh-rsa', 'a')], [...PLAIN.slice(4), ...PLAIN.slice(0, 4)]],
  [
    'an RSA key, another of the bare name',
    [line('db1', 'ssh-ed25519', 'a'), line('[db1]:2222', 'ssh-rsa', 'a')],
    [...PLAIN.slice(4), ...PLAIN.slice(0, 4)],
  ],
  [
    'two keys',
    [line('[db1]:2222', 'ssh-rsa', 'a'), line('[db1]:2222', 'ecdsa-sha2-nistp384', 'a')],
    [PLAIN[2], ...PLAIN.slice(4), PLAIN[0], PLAIN[1], PLAIN[3]],
  ],
  ['a type that is not spoken', [line('[db1]:2222', 'ssh-dss', 'a')], PLAIN],
  ['a revoked key', [line('@revoked [db1]:2222', 'ssh-rsa', 'a')], PLAIN],
])('where %s is known, the algorithms asked for are ordered by it', (_, lines, order) => {
  expect(hostKeyAlgorithms(parseKnownHosts(lines.join('\n'), 'F'), ['[db1]:2222', 'db1'])).toEqual(order);
});
