import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop, VISITS } from './laptop.ts';
import { containers, told } from './seen.ts';

describeReal('what people type', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(
      harbor,
      'visits',
      `${VISITS.replace('ships:', 'other:\n  image: busybox\n  command: sleep 3600\n  stop_signal: SIGKILL\nships:')}`,
    );
  });
  afterAll(() => here.remove());

  it('start with a service brings up what it links to, too, and nothing else', async () => {
    expect(told(await here.compowarm('start', 'client')).stderr.at(-1)).toBe('2 created on 2 ships in Ns');
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([
      ['visits-client-1 running'],
      ['visits-redis-1 running'],
    ]);
  });

  it('up -d is start', async () => {
    expect(told(await here.compowarm('up', '-d'))).toMatchObject({
      code: 0,
      stderr: [expect.stringMatching(/ other-1 +created/), '1 created on 1 ship in Ns'],
    });
  });

  it.each([
    { argv: ['-f', 'docker.yml', 'start'] },
    { argv: ['start', '--file=docker.yml'] },
    { argv: ['-p', 'visits', '--project-directory', '.', 'start', '-d'] },
  ])('flags stand before the verb or behind it: $argv', async ({ argv }) => {
    expect(told(await here.compowarm(...argv))).toEqual({
      code: 0,
      stdout: '',
      stderr: ['nothing to do: 3 containers on 2 ships are as the file says'],
    });
  });

  it.each(['start', 'stop', 'down', 'create', 'plan', 'ps'])(
    '%s knows no service that the file has not',
    async (verb) => {
      expect(await here.compowarm(verb, 'redsi')).toMatchObject({
        code: 2,
        stdout: '',
        stderr: 'the file has no service redsi\n  try: it has: client, redis, other\n',
      });
    },
  );

  it('knows no ship that the file has not', async () => {
    expect(await here.compowarm('start', '--ship', '192.168.1.99')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'the file has no ship 192.168.1.99\n  try: it has: 192.168.1.83, 192.168.1.84\n',
    });
  });

  it('an unknown flag is wrong usage', async () => {
    const { code, stdout } = await here.compowarm('start', '--detached');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
