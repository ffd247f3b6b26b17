import { describe, expect, test } from 'vitest';
import { loadFiles, problemOf } from './files.ts';

async function ships(...written: unknown[]) {
  const { ships } = await loadFiles({ 'docker.yml': `web: {image: nginx}\nships: ${JSON.stringify(written)}\n` });
  return ships;
}

const plain = { labels: {}, docker: ['docker'] };

describe('a ship', () => {
  test.each([
    ['192.168.1.83', { name: '192.168.1.83', host: '192.168.1.83', ...plain }],
    ['db', { name: 'db', host: 'db', ...plain }],
    ['my_host-1.example.com', { name: 'my_host-1.example.com', host: 'my_host-1.example.com', ...plain }],
    ['deploy@db:2222', { name: 'db', host: 'db', user: 'deploy', port: 2222, ...plain }],
    ['me@corp@db', { name: 'db', host: 'db', user: 'me@corp', ...plain }],
    ['ssh://deploy@db:2222', { name: 'db', host: 'db', user: 'deploy', port: 2222, ...plain }],
    ['ssh://db/', { name: 'db', host: 'db', ...plain }],
    ['[fe80::1]', { name: 'fe80::1', host: 'fe80::1', ...plain }],
    ['root@[fe80::1%eth0]:22', { name: 'fe80::1%eth0', host: 'fe80::1%eth0', user: 'root', port: 22, ...plain }],
    [{ host: 'db' }, { name: 'db', host: 'db', ...plain }],
    [
      { name: 'one', host: '[::1]', port: '22' },
      { name: 'one', host: '::1', port: 22, ...plain },
    ],
    [
      { host: 'db', address: '10.0.0.84' },
      { name: 'db', host: 'db', address: '10.0.0.84', ...plain },
    ],
    [
      { host: 'db', labels: ['disk=ssd', 'big'] },
      { name: 'db', host: 'db', ...plain, labels: { disk: 'ssd', big: '' } },
    ],
    [
      { host: 'db', labels: { rack: 4 } },
      { name: 'db', host: 'db', ...plain, labels: { rack: '4' } },
    ],
    [
      { host: 'db', docker: 'sudo -n docker' },
      { name: 'db', host: 'db', ...plain, docker: ['sudo', '-n', 'docker'] },
    ],
  ])('%j', async (written, ship) => {
    expect(await ships(written)).toEqual([ship]);
  });

  test.each([
    ['', '"" is not a ship'],
    ['a b', '"a b" is not a host'],
    ['-oProxyCommand=x', '"-oProxyCommand=x" is not a host'],
    ['[db]:22', '"[db]:22" is not a ship'],
    ['db:ssh', '"db:ssh" is not a ship'],
    ['db:0', 'the port of ship "db:0" is not between 1 and 65535'],
    ['ssh://db/folder', '"db/folder" is not a host'],
    ['-x@db', '"-x" is not a user'],
    ['me@fe80::1', 'ship "me@fe80::1" is an IPv6 address without brackets'],
    [22, 'ships[0] must be [user@]host[:port] or a map with host, not the number 22'],
    [{ host: 'db', port: 70_000 }, 'ships[0].port must be a whole number from 1 to 65535, not the number 70000'],
    [{ host: 'db', adress: '10.0.0.1' }, 'ships[0]: unknown key "adress": did you mean "address"?'],
    [{ name: 'a b', host: 'db' }, '"a b" is not a name of a ship'],
    [{ host: 'db', address: 'db' }, 'the address of ship db, "db", is not an IP address'],
    [{ host: 'db', address: '::1' }, 'the address of ship db, ::1, is a loopback address'],
    [{ host: 'db', address: '127.8.0.1' }, 'the address of ship db, 127.8.0.1, is a loopback address'],
    [{ host: 'db', docker: 'docker $(x)' }, '"$(x)" cannot be a word of a ship\'s docker'],
    [{ host: 'db', docker: '' }, '"" cannot be a word of a ship\'s docker'],
  ])('is not %j', async (written, what) => {
    expect((await problemOf(ships(written))).split('\n')[0]).toBe(what);
  });

  test.each([
    [['a', 'a'], 'two ships have the name a'],
    [['a:1', 'a:2'], 'two ships have the name a'],
    [['a', { name: 'b', host: 'a' }], 'two ships have the host a'],
    [
      [
        { name: 'x', host: 'a' },
        { name: 'x', host: 'b' },
      ],
      'two ships have the name x',
    ],
  ])('is not there twice: %j', async (written, what) => {
    expect((await problemOf(ships(...written))).split('\n')[0]).toBe(what);
  });

  test('may share its host with one of another port and name', async () => {
    expect((await ships('a:1', { name: 'b', host: 'a', port: 2 })).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
