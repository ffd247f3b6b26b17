import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/lib/problem.ts';
import { type KeyPair, makeKey, openSeaport, type Seaport } from './seaport.ts';

let port: Seaport;

beforeEach(async () => {
  port = await openSeaport();
});

afterEach(() => port.close());

/** A private key file of type sk-ssh-ed25519@openssh.com; of its private half nothing is there. */
const FIDO = fidoKey();

const AT = { where: { ship: 'db1' }, exit: EXIT.unreachable };

function refused(why: string, user = 'deploy') {
  return {
    what: `127.0.0.1 port ${port.server.port} lets ${user} in with none of the keys there are`,
    why,
    remedy: `put a key on the ship (\`ssh-copy-id -p ${port.server.port} ${user}@127.0.0.1\`), or name another user as \`user\` of the ship`,
    ...AT,
  };
}

/** What the server was offered, a key and its signature counted once. */
function offered() {
  return [...new Set(port.server.offered)];
}

describe('keys of files', () => {
  test('are offered at once, without a probe', async () => {
    (await port.connect()).close();
    expect(port.server.offered).toEqual(['deploy publickey ssh-ed25519', 'deploy publickey ssh-ed25519']);
  });

  const FORMATS: [string, string[]][] = [
    ["ed25519 in OpenSSH's format", ['-t', 'ed25519']],
    ["rsa in OpenSSH's format", ['-t', 'rsa', '-b', '2048']],
    ["ecdsa in OpenSSH's format", ['-t', 'ecdsa']],
    ['rsa in PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
    ['ecdsa in PEM', ['-t', 'ecdsa', '-m', 'PEM']],
    ['rsa in PKCS #8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
    ['ecdsa in PKCS #8', ['-t', 'ecdsa', '-m', 'PKCS8']],
  ];

  test.each(FORMATS)('may be %s', async (_, argv) => {
    execFileSync('ssh-keygen', ['-q', '-N', '', '-f', port.file('made'), ...argv]);
    port.users.deploy = [execFileSync('ssh-keygen', ['-y', '-f', port.file('made')], { encoding: 'utf8' })];
    await port.configure(`IdentityFile ${port.file('made')}`);
    (await port.connect()).close();
    expect(port.server.offered.length).toBe(2);
  });

  test('are tried one after another', async () => {
    const other = makeKey('ecdsa');
    await port.write('other', other.private);
    await port.configure(`IdentityFile ${port.file('other')}`);
    (await port.connect()).close();
    expect(offered()).toEqual(['deploy publickey ecdsa-sha2-nistp256', 'deploy publickey ssh-ed25519']);
  });

  test('that are refused are named', async () => {
    port.users.deploy = [];
    await port.write('other', makeKey().private);
    await port.configure(`IdentityFile ${port.file('other')}`);
    expect(await port.refusal()).toEqual(refused(`keys tried: ${port.file('other')} and ${port.file('id')}`));
    expect(port.server.connections).toBe(1);
  });

  test('are refused to a user who has none', async () => {
    expect(await port.refusal({ user: 'root' })).toEqual(refused(`keys tried: ${port.file('id')}`, 'root'));
  });

  test('are refused by a ship that takes passwords only', async () => {
    port.users.deploy = [];
    port.methods.splice(0, 1, 'password', 'keyboard-interactive');
    expect(await port.refusal()).toEqual(
      refused(`keys tried: ${port.file('id')}; the ship takes only password and keyboard-interactive`),
    );
  });

  test('without any, no connection is made', async () => {
    await port.configure('IdentityFile none');
    await rm(port.file('id'));
    expect(await port.refusal()).toEqual({
      what: 'there is no key to offer to deploy@127.0.0.1',
      why: `no agent is running and no private key is in ${port.file('id')}`,
      remedy: 'make a key without FIDO with `ssh-keygen -t ed25519`, and put it on the ship with `ssh-copy-id`',
      ...AT,
    });
    expect(port.server.connections).toBe(0);
  });
});

describe('an encrypted key', () => {
  const NEW = ['-q', '-N', 'secret', '-f'];

  test.each([
    ["OpenSSH's format", ['-t', 'ed25519']],
    ['PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
    ['PKCS #8', ['-t', 'ecdsa', '-m', 'PKCS8']],
  ])('alone, in %s, is named before any connection', async (_, argv) => {
    await rm(port.file('id'));
    execFileSync('ssh-keygen', [...NEW, port.file('id'), ...argv]);
    expect(await port.refusal()).toEqual({
      what: 'there is no key to offer to deploy@127.0.0.1',
      why: `${port.file('id')} is encrypted and no agent is running`,
      remedy: `\`eval "$(ssh-agent)"\`, then \`ssh-add ${port.file('id')}\``,
      ...AT,
    });
    expect(port.server.connections).toBe(0);
  });

  test('is passed over where another works', async () => {
    execFileSync('ssh-keygen', [...NEW, port.file('locked')]);
    await port.configure(`IdentityFile ${port.file('locked')}`);
    (await port.connect()).close();
    expect(offered()).toEqual(['deploy publickey ssh-ed25519']);
  });

  test('is named where the others are refused', async () => {
    port.users.deploy = [];
    execFileSync('ssh-keygen', [...NEW, port.file('locked')]);
    await port.configure(`IdentityFile ${port.file('locked')}`);
    const why = `keys tried: ${port.file('id')}; ${port.file('locked')} is encrypted`;
    const { remedy } = refused(why);
    expect(await port.refusal()).toEqual({
      ...refused(why),
      remedy: `\`eval "$(ssh-agent)"\`, then \`ssh-add ${port.file('locked')}\`; or ${remedy}`,
    });
  });
});

test('a FIDO key alone is refused before any connection', async () => {
  await port.write('id', FIDO);
  expect(await port.refusal()).toEqual({
    what: 'there is no key to offer to deploy@127.0.0.1',
    why: `${port.file('id')} is a FIDO key, which can't be used here and no agent is running`,
    remedy: 'make a key without FIDO with `ssh-keygen -t ed25519`, and put it on the ship with `ssh-copy-id`',
    ...AT,
  });
});

test('a file that holds no key is named', async () => {
  await port.write('id', 'hello');
  expect((await port.refusal()).why).toBe(`${port.file('id')} holds no key that can be read and no agent is running`);
});

describe('the agent', () => {
  let agent: ChildProcess;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    const socket = port.file('agent');
    const quiet = { ...process.env, SSH_ASKPASS: '/bin/false', DISPLAY: '' };
    agent = spawn('ssh-agent', ['-D', '-a', socket], { env: quiet, stdio: ['ignore', 'pipe', 'ignore'] });
    // It prints its variables once it listens.
    await once(agent.stdout as NodeJS.ReadableStream, 'data');
    env = { ...process.env, SSH_AUTH_SOCK: socket };
    await rm(port.file('id'));
  });

  afterEach(async () => {
    agent.kill();
    await once(agent, 'exit');
  });

  const configure = (...lines: string[]) => port.configure('IdentityAgent SSH_AUTH_SOCK', ...lines);

  /** Adds a key to the agent and, by its file's name, leaves only its public half behind. */
  async function add(name: string, key = makeKey()) {
    await port.write(name, key.private);
    execFileSync('ssh-add', ['-q', port.file(name)], { env });
    await rm(port.file(name));
    return key;
  }

  test('signs with the key that it holds', async () => {
    await add('held', port.key);
    await configure();
    (await port.connect({}, { env })).close();
    expect(offered()).toEqual(['deploy publickey ssh-ed25519']);
  });

  test('signs with an RSA key', async () => {
    const rsa = await add('held', makeKey('rsa'));
    port.users.deploy = [rsa.public];
    await configure();
    (await port.connect({}, { env })).close();
    expect(offered().at(-1)).toBe('deploy publickey ssh-rsa sha256');
  });

  test('holds the key of an encrypted file, which is offered first', async () => {
    await add('other', makeKey('ecdsa'));
    const held = await add('held');
    port.users.deploy = [held.public];
    await port.write('held', held.private);
    execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'secret', '-f', port.file('held')]);
    await configure(`IdentityFile ${port.file('held')}`);
    (await port.connect({}, { env })).close();
    expect(offered()).toEqual(['deploy publickey ssh-ed25519']);
  });

  test('offers all its keys, and then those of files', async () => {
    const [one, two] = [await add('one'), await add('two')];
    await port.write('id', port.key.private);
    await configure();
    port.users.deploy = [];
    const label = (name: string, key: KeyPair) => `${key.fingerprint} (${port.file(name)}) of the agent`;
    const why = [label('one', one), `${label('two', two)} and ${port.file('id')}`];
    expect(await port.refusal({}, { env })).toEqual(refused(`keys tried: ${why.join(', ')}`));
  });

  test('offers with IdentitiesOnly what the configuration names, be it by the public half', async () => {
    await add('other', makeKey('ecdsa'));
    const held = await add('held');
    port.users.deploy = [held.public];
    await port.write('held.pub', held.public);
    await configure('IdentitiesOnly yes', `IdentityFile ${port.file('held')}`);
    (await port.connect({}, { env })).close();
    expect(offered()).toEqual(['deploy publickey ssh-ed25519']);
  });

  test('that will not sign is told, and the next key is tried', async () => {
    await port.write('held', port.key.private);
    // It is to ask for every use, and there is nobody to ask.
    execFileSync('ssh-add', ['-q', '-c', port.file('held')], { env });
    await port.write('id', makeKey().private);
    await rm(port.file('held'));
    await configure();
    const label = `${port.key.fingerprint} (${port.file('held')}) of the agent (which does not sign)`;
    expect(await port.refusal({}, { env })).toEqual(refused(`keys tried: ${label} and ${port.file('id')}`));
  });

  test('that holds none of the keys that IdentitiesOnly allows is told', async () => {
    await add('held', port.key);
    await configure('IdentitiesOnly yes');
    expect((await port.refusal({}, { env })).why).toBe(
      `the agent holds none of the keys that IdentitiesOnly allows and no private key is in ${port.file('id')}`,
    );
  });

  test('that holds no key is told', async () => {
    await configure();
    expect((await port.refusal({}, { env })).why).toBe(
      `the agent holds no key and no private key is in ${port.file('id')}`,
    );
  });

  test('that does not answer is told', async () => {
    await configure();
    const gone = { ...env, SSH_AUTH_SOCK: port.file('gone') };
    expect((await port.refusal({}, { env: gone })).why).toBe(
      `the agent does not answer and no private key is in ${port.file('id')}`,
    );
  });
});

function fidoKey(): string {
  const text = (value: string | Buffer) => {
    const data = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, data]);
  };
  const none = Buffer.concat([text('none'), text('none'), text('')]);
  const publicKey = Buffer.concat([text('sk-ssh-ed25519@openssh.com'), text(Buffer.alloc(32)), text('ssh:')]);
  const data = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    none,
    Buffer.from([0, 0, 0, 1]),
    text(publicKey),
    text(''),
  ]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${data.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
