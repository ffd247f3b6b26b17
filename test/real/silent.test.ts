import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { buildGate } from './gate.ts';
import { cleanShips, commandLine, type Laptop, laptop, VISITS } from './laptop.ts';
import { leftovers, records, until } from './remains.ts';
import { ask, containers, environment, idOf, timeless, told, visit } from './seen.ts';

const CLIENT = 'http://192.168.1.83:5000/';
const NO_ANSWER =
  '192.168.1.84 port 22 does not answer: no connection within 2 s: the host is down, or a firewall drops the packets';
const UNREACHABLE = `unreachable: ship 192.168.1.84: ${NO_ANSWER} (start the host, or open the port)`;
const UNKNOWN =
  'unknown: redis-1 on 192.168.1.84: it is on 192.168.1.84 by the record, and 192.168.1.84 does not answer';
const NOTHING = { code: 0, stdout: '', stderr: ['nothing to do: 2 containers on 2 ships are as the file says'] };

describeReal('a ship that is silent', (harbor) => {
  let here: Laptop;
  beforeAll(() => {
    here = laptop(harbor, 'visits', VISITS);
    here.write('ssh_config', `${readFileSync(harbor.sshConfig, 'utf8')}  ConnectTimeout 2\n  ServerAliveInterval 2\n`);
  });
  afterAll(async () => {
    await cleanShips(harbor);
    here.remove();
  });
  const compowarm = (...argv: string[]) => harbor.laptop(commandLine(harbor, argv, 'ssh_config'), { cwd: here.folder });

  describe('after a deploy', () => {
    let redis: string;
    beforeAll(async () => {
      await cleanShips(harbor);
      await compowarm('start');
      redis = await idOf(harbor, 2, 'visits-redis-1');
      await harbor.silence(2);
    });
    afterAll(() => harbor.unsilence(2));

    it('ps shows what it holds as unknown', async () => {
      const { stdout, ...rest } = told(await compowarm('ps'));
      expect(rest).toEqual({ code: 3, stderr: [UNREACHABLE] });
      expect(timeless(stdout)).toBe(`SHIP   NAME   IMAGE   SERVICE   CREATED   STATUS   PORTS
192.168.1.83   visits-client-1   flask   client   N ago   Up N   0.0.0.0:5000->5000/tcp, [::]:5000->5000/tcp
192.168.1.84   visits-redis-1   redis   redis   unknown: ${NO_ANSWER}
`);
    });

    it('start makes no second redis', async () => {
      expect(told(await compowarm('start'))).toEqual({
        code: 3,
        stdout: '',
        stderr: [UNKNOWN, '', 'nothing to do: 1 container on 1 ship is as the file says; 1 unknown', UNREACHABLE],
      });
      expect(await containers(harbor, 1)).toEqual(['visits-client-1 running']);
    });

    it('what is lost elsewhere comes back all the same, and is told where redis is', async () => {
      await ask(harbor, 1, 'docker rm -f visits-client-1');
      expect(told(await compowarm('start'))).toEqual({
        code: 3,
        stdout: '',
        stderr: ['192.168.1.83  client-1  created (Ns)', '1 created on 1 ship in Ns', UNREACHABLE],
      });
      expect(await environment(harbor, 1, 'visits-client-1')).toContain('redis_ip=192.168.1.84');
    });

    it('stop and down leave what it holds, and say so', async () => {
      expect(told(await compowarm('down'))).toEqual({
        code: 3,
        stdout: '',
        stderr: [
          '192.168.1.83  network visits_default  removed (Ns)',
          '192.168.1.83  visits-client-1         removed (Ns)',
          '192.168.1.83  visits-client-1         stopped (Ns)',
          '1 stopped, 1 removed on 1 ship in Ns',
          UNREACHABLE,
        ],
      });
      expect((await compowarm('start')).code).toBe(3);
    });

    it('when it is back, all is well without hand work', async () => {
      await harbor.unsilence(2);
      expect((await compowarm('start')).code).toBe(0);
      expect(told(await compowarm('start'))).toEqual(NOTHING);
      expect(await idOf(harbor, 2, 'visits-redis-1')).toBe(redis);
      expect(await containers(harbor, 1)).toEqual(['visits-client-1 running']);
      expect(await visit(harbor, CLIENT)).toEqual({ status: 200, text: 'visits: 1\n' });
      const [one, two] = await records(harbor);
      expect(two).toBe(one);
    });
  });

  describe('at a deploy', () => {
    beforeEach(() => cleanShips(harbor));
    afterEach(() => harbor.unsilence(2));

    it('before the first deploy, everything goes to ships that answer, and stays there', async () => {
      await harbor.silence(2);
      expect(told(await compowarm('start'))).toEqual({
        code: 3,
        stdout: '',
        stderr: [
          '192.168.1.83  client-1                created (Ns)',
          '192.168.1.83  network visits_default  created (Ns)',
          '192.168.1.83  redis-1                 created (Ns)',
          '2 created on 1 ship in Ns',
          UNREACHABLE,
        ],
      });
      await harbor.unsilence(2);
      expect(told(await compowarm('start'))).toEqual(NOTHING);
      expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([
        ['visits-client-1 running', 'visits-redis-1 running'],
        [],
      ]);
    });

    it('in the middle of a deploy: the step in hand is unknown, its ship lets go by itself, the next start finishes', async () => {
      const gate = await buildGate(harbor, 2);
      try {
        await gate.set('docker run');
        const deploy = compowarm('start');
        await gate.reached();
        await harbor.silence(2);
        expect(told(await deploy)).toEqual({
          code: 1,
          stdout: '',
          stderr: [
            '192.168.1.83  client-1                skipped: it waits for redis-1 on 192.168.1.84, which may or may not be done',
            '192.168.1.83  network visits_default  created (Ns)',
            '192.168.1.84  network visits_default  created (Ns)',
            '192.168.1.84  record                  failed: its record of this deploy could not be written',
            '192.168.1.84  redis-1                 unknown: the connection was lost',
            '2 network created, 1 failed, 1 unknown, 1 skipped on 2 ships in Ns',
            'failed: record on 192.168.1.84: its record of this deploy could not be written',
            'unknown: redis-1 on 192.168.1.84: the connection was lost',
            'skipped: client-1 on 192.168.1.83: it waits for redis-1 on 192.168.1.84, which may or may not be done',
          ],
        });
        await gate.open();
        // sshd itself does not notice that the laptop has gone
        await until('the ship lets go', 60, async () =>
          (await leftovers(harbor)).every((line) => line === 'ship 2: sshd: root@notty'),
        );
        await harbor.unsilence(2);
        expect((await compowarm('start')).code).toBe(0);
        expect(told(await compowarm('start'))).toEqual(NOTHING);
        expect(await visit(harbor, CLIENT)).toEqual({ status: 200, text: 'visits: 1\n' });
      } finally {
        await gate.remove();
      }
    }, 120_000);
  });
});
