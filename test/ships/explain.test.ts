import { expect, test } from 'vitest';
import { parseSshConfig } from '../../src/lib/ships/config.ts';
import type { Failure } from '../../src/lib/ships/dial.ts';
import { explain } from '../../src/lib/ships/explain.ts';

const around = { home: '/home/ann', loginHome: '/home/ann', loginUser: 'ann', env: {} };
const CONTEXT = {
  config: parseSshConfig('', 'db1', around),
  keys: { offers: [], encrypted: [], fido: [], unreadable: [], agent: 'none' as const },
  timeoutMs: 10_000,
  ssh: 'ssh db1',
};

function failure(parts: Partial<Failure>): Failure {
  return { phase: 'dialling', timedOut: false, said: '', tried: [], methods: [], ...parts };
}

function failed(code: string) {
  return failure({ error: Object.assign(new Error(`connect ${code}`), { code }) });
}

const ROUTE = {
  what: 'there is no way to db1 port 22',
  why: 'no route leads there, or the host is down',
  remedy: 'start the host, or join its network (a VPN?)',
};

const SILENT = {
  what: 'db1 port 22 does not answer',
  why: 'no connection within 10 s: the host is down, or a firewall drops the packets',
  remedy: 'start the host, or open the port',
};

test.each([
  ['EHOSTUNREACH', failed('EHOSTUNREACH'), ROUTE],
  ['ENETUNREACH', failed('ENETUNREACH'), ROUTE],
  ['ETIMEDOUT', failed('ETIMEDOUT'), SILENT],
  ['no answer in time', failure({ timedOut: true }), SILENT],
  [
    'ENOTFOUND',
    failed('ENOTFOUND'),
    {
      what: "the host name db1 can't be resolved",
      why: 'no address is known under that name',
      remedy: 'correct `host` of the ship, or give its IP address',
    },
  ],
  [
    'EAI_AGAIN',
    failed('EAI_AGAIN'),
    {
      what: "the host name db1 can't be resolved",
      why: 'the name server does not answer',
      remedy: 'correct `host` of the ship, or give its IP address',
    },
  ],
  [
    'EACCES',
    failed('EACCES'),
    { what: 'no connection to db1 port 22', why: 'connect EACCES', remedy: 'see what `ssh db1` says' },
  ],
  [
    'a login that the ship ends',
    failure({ phase: 'login', tried: ['a', 'b'], error: new Error('Too many authentication failures') }),
    {
      what: 'db1 port 22 lets ann in with none of the keys there are',
      why: 'keys tried: a and b; the ship says: Too many authentication failures',
      remedy:
        'name the key that the ship knows: IdentitiesOnly and IdentityFile in the ssh configuration keep the others back',
    },
  ],
])('%s is said in plain words', (_, what, parts) => {
  expect(explain(what, CONTEXT)).toEqual(parts);
});
