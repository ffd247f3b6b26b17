import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseSshConfig, plainConfig, type SshConfig } from '../../src/lib/ships/config.ts';

const AROUND = {
  home: '/home/ann',
  loginHome: '/users/ann',
  loginUser: 'ann',
  env: { SSH_AUTH_SOCK: '/run/agent', MINE: '/run/mine', KEYS: '/keys' },
};

const PLAIN: SshConfig = {
  hostname: 'db1',
  port: 22,
  user: 'ann',
  identityFiles: [],
  identitiesOnly: false,
  agent: '/run/agent',
  userKnownHosts: [],
  globalKnownHosts: [],
  acceptNew: false,
  unsupported: [],
};

/** What ssh -G prints, by what is to be understood. */
const LINES: [string[], Partial<SshConfig>][] = [
  [[], {}],
  [['hostname 192.168.1.83', 'port 2222', 'user deploy'], { hostname: '192.168.1.83', port: 2222, user: 'deploy' }],
  [
    ['identityfile ~/.ssh/id_rsa', 'identityfile /k/my key', 'identityfile none'],
    { identityFiles: ['/home/ann/.ssh/id_rsa', '/k/my key'] },
  ],
  [['identityfile ~bob/key', 'identityfile a~/key'], { identityFiles: ['~bob/key', 'a~/key'] }],
  [
    ['hostname real', 'user bob', 'port 7', 'identityfile %d/%h-%n-%p-%r-%u-%k-%%h-%x'],
    { hostname: 'real', user: 'bob', port: 7, identityFiles: ['/home/ann/real-db1-7-bob-ann-db1-%h-%x'] },
  ],
  [['hostkeyalias fleet', 'identityfile /%k'], { hostKeyAlias: 'fleet', identityFiles: ['/fleet'] }],
  [['identityfile ${KEYS}/id', 'identityfile ${NONE}/id'], { identityFiles: ['/keys/id', '/id'] }],
  [['identitiesonly yes'], { identitiesOnly: true }],
  [['identityagent SSH_AUTH_SOCK'], {}],
  [['identityagent $MINE'], { agent: '/run/mine' }],
  [['identityagent ${KEYS}/agent'], { agent: '/keys/agent' }],
  [['identityagent ~/agent of %r'], { agent: '/home/ann/agent of ann' }],
  [
    ['userknownhostsfile /users/ann/.ssh/known_hosts /users/ann/.ssh/known_hosts2'],
    { userKnownHosts: ['/home/ann/.ssh/known_hosts', '/home/ann/.ssh/known_hosts2'] },
  ],
  [
    ['userknownhostsfile ~/.ssh/known_hosts /my hosts/known /users/ann/other'],
    { userKnownHosts: ['/home/ann/.ssh/known_hosts', '/my hosts/known', '/users/ann/other'] },
  ],
  [['userknownhostsfile none', 'globalknownhostsfile none'], {}],
  [['globalknownhostsfile /etc/a /etc/b'], { globalKnownHosts: ['/etc/a', '/etc/b'] }],
  [['stricthostkeychecking ask'], {}],
  [['stricthostkeychecking true'], {}],
  [['stricthostkeychecking accept-new'], { acceptNew: true }],
  [['stricthostkeychecking false'], { acceptNew: true }],
  [['addressfamily any'], {}],
  [['addressfamily inet'], { family: 4 }],
  [['addressfamily inet6'], { family: 6 }],
  [['connecttimeout none'], {}],
  [['connecttimeout 7'], { timeoutMs: 7000 }],
  [['serveraliveinterval 0', 'serveralivecountmax 3'], {}],
  [['serveraliveinterval 5', 'serveralivecountmax 2'], { keepaliveMs: 5000, keepaliveCount: 2 }],
  [['proxyjump none', 'proxycommand none', 'pkcs11provider none'], {}],
  [['proxyjump me@hop:22,hop2'], { unsupported: [{ keyword: 'proxyjump', value: 'me@hop:22,hop2' }] }],
  [['proxycommand nc %h %p'], { unsupported: [{ keyword: 'proxycommand', value: 'nc %h %p' }] }],
  [['certificatefile ~/c.pub'], { unsupported: [{ keyword: 'certificatefile', value: '~/c.pub' }] }],
  [['canonicaldomains none', 'nonsense', ''], {}],
];

test.each(LINES)('%j is understood', (lines, config) => {
  expect(parseSshConfig(lines.join('\n'), 'db1', AROUND)).toEqual({ ...PLAIN, ...config });
});

test.each([
  ['none', undefined],
  ['$NONE', undefined],
])('with IdentityAgent %s there is no agent', (value) => {
  const { agent: _, ...config } = PLAIN;
  expect(parseSshConfig(`identityagent ${value}`, 'db1', AROUND)).toEqual(config);
});

test('without an ssh program its defaults hold', () => {
  expect(parseSshConfig(plainConfig('DB1', AROUND), 'DB1', AROUND)).toEqual({
    ...PLAIN,
    identityFiles: ['id_rsa', 'id_ecdsa', 'id_ed25519'].map((name) => `/home/ann/.ssh/${name}`),
    userKnownHosts: ['/home/ann/.ssh/known_hosts', '/home/ann/.ssh/known_hosts2'],
    globalKnownHosts: ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
  });
});

test('what the ssh program itself prints is understood', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'compowarm-config-'));
  const file = path.join(folder, 'config');
  const lines = [
    'Host db1',
    'HostName db1.example.com',
    'Port 2222',
    'IdentitiesOnly yes',
    'IdentityFile ~/.ssh/%h',
    'IdentityAgent none',
    'StrictHostKeyChecking accept-new',
    'HostKeyAlias fleet',
    'GlobalKnownHostsFile /etc/known /etc/known2',
    'ProxyJump hop',
    'ConnectTimeout 3',
    'Host *',
    'User deploy',
    'ServerAliveInterval 20',
  ];
  try {
    writeFileSync(file, lines.join('\n'));
    const text = execFileSync('ssh', ['-G', '-T', '-F', file, 'db1'], { encoding: 'utf8' });
    const { username, homedir } = os.userInfo();
    expect(parseSshConfig(text, 'db1', { ...AROUND, loginHome: homedir, loginUser: username })).toEqual({
      hostname: 'db1.example.com',
      port: 2222,
      user: 'deploy',
      identityFiles: ['/home/ann/.ssh/db1.example.com'],
      identitiesOnly: true,
      userKnownHosts: ['/home/ann/.ssh/known_hosts', '/home/ann/.ssh/known_hosts2'],
      globalKnownHosts: ['/etc/known', '/etc/known2'],
      acceptNew: true,
      hostKeyAlias: 'fleet',
      timeoutMs: 3000,
      keepaliveMs: 20_000,
      keepaliveCount: 3,
      unsupported: [{ keyword: 'proxyjump', value: 'hop' }],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
