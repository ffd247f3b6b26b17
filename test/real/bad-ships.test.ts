import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, commandLine, type Laptop, laptop, VISITS } from './laptop.ts';
import { fingerprint, ownSsh } from './own-ssh.ts';
import { untilClean } from './remains.ts';
import { containers, told } from './seen.ts';

const GOOD = '192.168.1.83';
const BAD = '192.168.1.84';

function withShips(...ships: string[]): string {
  return `${VISITS.slice(0, VISITS.indexOf('ships:'))}ships:\n${ships.map((ship) => `  - ${ship}\n`).join('')}`;
}

describeReal('a bad ship is named with what helps, and the work of the others goes on and stays', (harbor) => {
  let here: Laptop;
  beforeAll(() => {
    here = laptop(harbor, 'visits');
  });
  beforeEach(() => cleanShips(harbor));
  afterAll(async () => {
    await cleanShips(harbor);
    here.remove();
  });

  /** Starts on the good ship and the other, and expects all work on the good one and these words on the other. */
  async function expectStart(ship: string, words: string): Promise<void> {
    here.write('docker.yml', withShips(GOOD, ship));
    expect(told(await here.compowarm('start'))).toEqual({
      code: 3,
      stdout: '',
      stderr: [
        '192.168.1.83  client-1                created (Ns)',
        '192.168.1.83  network visits_default  created (Ns)',
        '192.168.1.83  redis-1                 created (Ns)',
        '2 created on 1 ship in Ns',
        `unreachable: ship ${words}`,
      ],
    });
    expect(await containers(harbor, 1)).toEqual(['visits-client-1 running', 'visits-redis-1 running']);
    await untilClean(harbor);
  }

  it('nothing listens on its port', () =>
    expectStart(
      `${BAD}:2222`,
      '192.168.1.84: 192.168.1.84 port 2222 refuses the connection: the host is up, and nothing listens on that port ' +
        '(start sshd there, or give the port it listens on as `port` of the ship)',
    ));

  it('no host has its address', () =>
    expectStart(
      '192.168.1.199',
      '192.168.1.199: there is no way to 192.168.1.199 port 22: no route leads there, or the host is down ' +
        '(start the host, or join its network (a VPN?))',
    ));

  it('it does not know the key', () =>
    expectStart(
      `stranger@${BAD}`,
      `192.168.1.84: 192.168.1.84 port 22 lets stranger in with none of the keys there are: keys tried: ${harbor.key} ` +
        '(put a key on the ship (`ssh-copy-id stranger@192.168.1.84`), or name another user as `user` of the ship)',
    ));

  it('its user may not log in', () =>
    expectStart(
      `nobody@${BAD}`,
      '192.168.1.84: its shell ended early (status 1): ' +
        'Could not chdir to home directory /nonexistent: No such file or directory ' +
        `(try it by hand: ssh -F ${harbor.sshConfig} -l nobody 192.168.1.84 docker ps)`,
    ));

  it('its user may not use docker', () =>
    expectStart(
      `nodocker@${BAD}`,
      '192.168.1.84: user nodocker may not use docker there (add the user to the group docker there ' +
        '(sudo usermod -aG docker nodocker), or call it by another word in the file: docker: sudo -n docker)',
    ));

  it('its docker is not running', async () => {
    await harbor.stopDocker(2);
    try {
      await expectStart(
        BAD,
        '192.168.1.84: the docker daemon is not running there (start it there: sudo systemctl start docker)',
      );
    } finally {
      await harbor.startDocker(2);
    }
  });

  it('it has no docker', () =>
    expectStart(
      `{host: ${BAD}, docker: /usr/bin/nosuch}`,
      '192.168.1.84: there is no docker there (/usr/bin/nosuch was not found) ' +
        '(install Docker there, or say where it is in the file: docker: /path/to/docker)',
    ));

  it('a user in the group docker will do', async () => {
    here.write('docker.yml', withShips(`deploy@${GOOD}`, `deploy@${BAD}`));
    expect(await here.compowarm('start')).toMatchObject({ code: 0 });
    expect(told(await here.compowarm('start'))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['nothing to do: 2 containers on 2 ships are as the file says'],
    });
    expect((await harbor.onShip(1, 'stat -c "%U %a" /home/deploy/.local/state/compowarm/*/visits.json')).stdout).toBe(
      'deploy 600\n',
    );
  });

  it('no ship answers', async () => {
    here.write('docker.yml', withShips('192.168.1.198', '192.168.1.199'));
    const noWay = (host: string) =>
      `unreachable: ship ${host}: there is no way to ${host} port 22: no route leads there, or the host is down ` +
      '(start the host, or join its network (a VPN?))';
    expect(told(await here.compowarm('start'))).toEqual({
      code: 3,
      stdout: '',
      stderr: [
        'unknown: client-1 on 192.168.1.198: waits for 192.168.1.198, which does not answer: no ship answers',
        'unknown: redis-1 on 192.168.1.198: waits for 192.168.1.198, which does not answer: no ship answers',
        '',
        'nothing to do: 2 unknown',
        noWay('192.168.1.198'),
        noWay('192.168.1.199'),
      ],
    });
    expect(await here.compowarm('ps', '--json')).toMatchObject({ code: 3, stdout: '' });
  });

  describe('by its host key', () => {
    let sshConfig: string;
    let knownHosts: string;
    beforeAll(() => {
      ({ sshConfig, knownHosts } = ownSsh(harbor, here, `Host twin\n  HostName ${GOOD}\n`));
    });
    const compowarm = (...argv: string[]) => harbor.laptop(commandLine(harbor, argv, sshConfig), { cwd: here.folder });
    const keyOf = (ship: number) => harbor.ships[ship - 1]?.hostKey ?? '';
    const places = () => `${knownHosts}, /etc/ssh/ssh_known_hosts and /etc/ssh/ssh_known_hosts2`;
    const unknown = (host: string, ship: number) =>
      `unreachable: ship ${host}: the host key of ${host} is not known: ssh-ed25519 ${fingerprint(keyOf(ship))}: ` +
      `${host} is not in ${places()} (compare the fingerprint with the ship's own ` +
      '(`ssh-keygen -lf` on its /etc/ssh/ssh_host_*_key.pub), then accept it with --accept-new-host-keys, ' +
      `or with \`ssh -F ${sshConfig} ${host}\`)`;

    it('an unknown one is refused, and kept when the person accepts it', async () => {
      here.write('docker.yml', withShips(GOOD, BAD));
      writeFileSync(knownHosts, '');
      const refused = told(await compowarm('ps'));
      expect({ ...refused, stdout: '' }).toEqual({ code: 3, stdout: '', stderr: [unknown(GOOD, 1), unknown(BAD, 2)] });
      const accepted = told(await compowarm('ps', '--accept-new-host-keys'));
      expect({ ...accepted, stdout: '', stderr: accepted.stderr.sort() }).toEqual({
        code: 0,
        stdout: '',
        stderr: [
          `accepted the host key of ${GOOD}: ssh-ed25519 ${fingerprint(keyOf(1))}, now in ${knownHosts}`,
          `accepted the host key of ${BAD}: ssh-ed25519 ${fingerprint(keyOf(2))}, now in ${knownHosts}`,
        ],
      });
      expect(readFileSync(knownHosts, 'utf8').split('\n').sort()).toEqual([
        '',
        `${GOOD} ${keyOf(1)}`,
        `${BAD} ${keyOf(2)}`,
      ]);
      expect(await compowarm('ps', '--accept-new-host-keys')).toMatchObject({ code: 0, stderr: '' });
      expect(await compowarm('ps')).toMatchObject({ code: 0, stderr: '' });
    });

    it.each([{ argv: [] }, { argv: ['--accept-new-host-keys'] }])(
      'a changed one is refused: $argv',
      async ({ argv }) => {
        here.write('docker.yml', withShips(GOOD, BAD));
        writeFileSync(knownHosts, `${GOOD} ${keyOf(1)}\n${BAD} ${keyOf(1)}\n`);
        expect(told(await compowarm('ps', ...argv))).toEqual({
          code: 3,
          stdout: expect.any(String),
          stderr: [
            `unreachable: ship ${BAD}: the host key of ${BAD} has changed: ssh-ed25519 ${fingerprint(keyOf(2))}: ` +
              `${knownHosts}:2 knows ssh-ed25519 ${fingerprint(keyOf(1))}; ` +
              'the ship was installed anew, or someone stands between ' +
              `(if you know why it changed: \`ssh-keygen -R ${BAD} -f ${knownHosts}\`, then accept the new key)`,
          ],
        });
        expect(readFileSync(knownHosts, 'utf8')).toBe(`${GOOD} ${keyOf(1)}\n${BAD} ${keyOf(1)}\n`);
      },
    );

    it('a revoked one is refused, whoever accepts it', async () => {
      here.write('docker.yml', withShips(GOOD, BAD));
      writeFileSync(knownHosts, `${GOOD} ${keyOf(1)}\n@revoked * ${keyOf(2)}\n`);
      expect(told(await compowarm('ps', '--accept-new-host-keys')).stderr).toEqual([
        `unreachable: ship ${BAD}: the host key of ${BAD} is revoked: ssh-ed25519 ${fingerprint(keyOf(2))}: ` +
          `${knownHosts}:2 revokes it ` +
          '(give the ship a new host key; whoever holds the revoked one can pass for the ship)',
      ]);
    });

    it('one engine under two names is refused, and nothing is left there', async () => {
      here.write('docker.yml', withShips(GOOD, 'twin'));
      writeFileSync(knownHosts, `${GOOD} ${keyOf(1)}\n`);
      const id = (await harbor.onShip(1, 'docker info --format {{.ID}}')).stdout.trim();
      expect(told(await compowarm('start'))).toEqual({
        code: 2,
        stdout: '',
        stderr: [
          'ships 192.168.1.83 and twin are the same Docker engine',
          `  why: both have the engine ID ${id}`,
          '  try: name it once; if they are copies of one machine, give one of them a new ID ' +
            '(remove /etc/docker/key.json or engine-id and restart docker)',
        ],
      });
      expect(await containers(harbor, 1)).toEqual([]);
      await untilClean(harbor);
    });

    it('a ship whose address would be the loopback is refused', async () => {
      const proxy = harbor.spawnLaptop(
        [process.execPath, '--import', 'tsx', 'test/harbor/delay.ts', '0', `127.0.0.1:22=${BAD}:22`],
        { cwd: process.cwd(), stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await once(proxy.stdout as Readable, 'data');
      try {
        writeFileSync(knownHosts, `${GOOD} ${keyOf(1)}\n127.0.0.1 ${keyOf(2)}\n`);
        here.write('docker.yml', withShips(GOOD, '127.0.0.1'));
        expect(told(await compowarm('ps')).stderr).toEqual([
          'unreachable: ship 127.0.0.1: its address would be 127.0.0.1, which means something else inside each container ' +
            '(give the ship an address that other ships reach it by: {host: ..., address: 10.0.0.84})',
        ]);
      } finally {
        proxy.kill();
      }
    });
  });
});
