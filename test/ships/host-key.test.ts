import { execFileSync } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/lib/problem.ts';
import { makeKey, openSeaport, type Seaport } from './seaport.ts';
import { startServer } from './server.ts';

let port: Seaport;
let name: string;

beforeEach(async () => {
  port = await openSeaport();
  name = `[127.0.0.1]:${port.server.port}`;
});

afterEach(() => port.close());

const AT = { where: { ship: 'db1' }, exit: EXIT.unreachable };

function unknown(why?: string) {
  return {
    what: `the host key of ${name} is not known: ssh-ed25519 ${port.hostKey.fingerprint}`,
    why: why ?? `${name} is not in ${port.file('known_hosts')} and ${port.file('global')}`,
    remedy: `compare the fingerprint with the ship's own (\`ssh-keygen -lf\` on its /etc/ssh/ssh_host_*_key.pub), then accept it with --accept-new-host-keys, or with \`ssh -F ${port.file('config1')} -p ${port.server.port} -l deploy 127.0.0.1\``,
    ...AT,
  };
}

async function isAccepted() {
  const session = await port.connect();
  session.close();
  expect(port.warnings).toEqual([]);
}

describe('a host key is accepted', () => {
  test('that stands under host and port', () => isAccepted());

  test('that stands under the bare host', async () => {
    await port.know(`127.0.0.1 ${port.hostKey.public}`);
    await isAccepted();
  });

  test('that a pattern names', async () => {
    await port.know(`[127.0.*]:*,![127.0.0.2]:* ${port.hostKey.public}`);
    await isAccepted();
  });

  test('that ssh-keygen hashed', async () => {
    execFileSync('ssh-keygen', ['-H', '-f', port.file('known_hosts')], { stdio: 'ignore' });
    await isAccepted();
  });

  test('that only the global file knows', async () => {
    await rm(port.file('known_hosts'));
    await port.write('global', `${name} ${port.hostKey.public}\n`);
    await isAccepted();
  });

  test('that stands under the alias of the ssh configuration', async () => {
    await port.configure('HostKeyAlias Fleet');
    await port.know(`fleet ${port.hostKey.public}`);
    await isAccepted();
  });

  test('of the one type that is known, where the ship has others that are liked better', async () => {
    const rsa = makeKey('rsa');
    const server = await startServer({
      hostKeys: [port.hostKey.private, rsa.private],
      users: { deploy: [port.key.public] },
    });
    try {
      await port.know(`[127.0.0.1]:${server.port} ${rsa.public}`);
      (await port.connect({ port: server.port })).close();
    } finally {
      await server.close();
    }
  });
});

describe('an unknown host key', () => {
  test('is refused before any key is offered', async () => {
    await port.know();
    expect(await port.refusal()).toEqual(unknown());
    expect(port.server.offered).toEqual([]);
  });

  test('is refused where a certificate authority vouches, which is not built', async () => {
    await port.know(`@cert-authority * ${makeKey().public}`);
    const why = `${port.file('known_hosts')}:1 names a certificate authority for it, and host certificates can't be checked here`;
    expect(await port.refusal()).toEqual(unknown(why));
  });

  test('is accepted when asked, kept, told once, and known from then on', async () => {
    await rm(port.file('known_hosts'));
    await port.configure(`UserKnownHostsFile ${port.file('new/folder/known')}`);
    const accept = { acceptNewHostKeys: true };
    (await port.connect({}, accept)).close();
    (await port.connect({}, accept)).close();
    (await port.connect()).close();
    const file = port.file('new/folder/known');
    expect(port.warnings).toEqual([
      `accepted the host key of ${name}: ssh-ed25519 ${port.hostKey.fingerprint}, now in ${file}`,
    ]);
    expect(await readFile(file, 'utf8')).toBe(`${name} ${port.hostKey.public.split(' ').slice(0, 2).join(' ')}\n`);
    expect([(await stat(file)).mode & 0o777, (await stat(port.file('new/folder'))).mode & 0o777]).toEqual([
      0o600, 0o700,
    ]);
  });

  test('goes on a line of its own after a file that ends in the middle of one', async () => {
    await port.write('known_hosts', '# no newline');
    await port.configure('StrictHostKeyChecking accept-new');
    (await port.connect()).close();
    expect(await readFile(port.file('known_hosts'), 'utf8')).toBe(
      `# no newline\n${name} ${port.hostKey.public.split(' ').slice(0, 2).join(' ')}\n`,
    );
  });

  test('that two ships offer at once is kept once', async () => {
    await port.know();
    const accept = { acceptNewHostKeys: true };
    await Promise.all([port.connect({ name: 'a' }, accept), port.connect({ name: 'b' }, accept)]);
    expect(await readFile(port.file('known_hosts'), 'utf8')).toBe(
      `${name} ${port.hostKey.public.split(' ').slice(0, 2).join(' ')}\n`,
    );
  });

  test('is accepted though it can be kept nowhere', async () => {
    await port.configure('UserKnownHostsFile none');
    (await port.connect({}, { acceptNewHostKeys: true })).close();
    expect(port.warnings).toEqual([
      `accepted the host key of ${name}: ssh-ed25519 ${port.hostKey.fingerprint}; there is no file to keep it in`,
    ]);
  });
});

describe('a changed host key is refused, asked or not', () => {
  test.each([false, true])('accepting new ones: %s', async (acceptNewHostKeys) => {
    const old = makeKey();
    await port.know('# the ships', `${name} ${old.public}`);
    const known = port.file('known_hosts');
    expect(await port.refusal({}, { acceptNewHostKeys })).toEqual({
      what: `the host key of ${name} has changed: ssh-ed25519 ${port.hostKey.fingerprint}`,
      why: `${known}:2 knows ssh-ed25519 ${old.fingerprint}; the ship was installed anew, or someone stands between`,
      remedy: `if you know why it changed: \`ssh-keygen -R '${name}' -f ${known}\`, then accept the new key`,
      ...AT,
    });
    expect([port.server.connections, port.server.offered]).toEqual([1, []]);
  });

  test('of another type than the one known', async () => {
    const old = makeKey('ecdsa');
    await port.know(`${name} ${old.public}`);
    expect((await port.refusal({}, { acceptNewHostKeys: true })).why).toBe(
      `${port.file('known_hosts')}:1 knows ecdsa-sha2-nistp256 ${old.fingerprint}; the ship was installed anew, or someone stands between`,
    );
  });
});

test('a revoked host key is refused, known or not, asked or not', async () => {
  await port.know(`${name} ${port.hostKey.public}`, `@revoked * ${port.hostKey.public}`);
  expect(await port.refusal({}, { acceptNewHostKeys: true })).toEqual({
    what: `the host key of ${name} is revoked: ssh-ed25519 ${port.hostKey.fingerprint}`,
    why: `${port.file('known_hosts')}:2 revokes it`,
    remedy: 'give the ship a new host key; whoever holds the revoked one can pass for the ship',
    ...AT,
  });
});
