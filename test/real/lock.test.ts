import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { buildGate, type Gate } from './gate.ts';
import { cleanShips, commandLine, type Laptop, laptop, VISITS } from './laptop.ts';
import { records, untilClean } from './remains.ts';
import { containers, told } from './seen.ts';

const NOTHING = { code: 0, stdout: '', stderr: ['nothing to do: 2 containers on 2 ships are as the file says'] };

describeReal('two laptops at once', (harbor) => {
  let one: Laptop;
  let two: Laptop;
  let gate: Gate;
  beforeAll(async () => {
    one = laptop(harbor, 'visits', VISITS);
    two = laptop(harbor, 'visits', VISITS);
    gate = await buildGate(harbor, 1);
  });
  beforeEach(() => cleanShips(harbor));
  afterAll(async () => {
    await gate.remove();
    await cleanShips(harbor);
    one.remove();
    two.remove();
  });

  const expectWhole = async () => {
    expect([await containers(harbor, 1), await containers(harbor, 2)]).toEqual([
      ['visits-client-1 running'],
      ['visits-redis-1 running'],
    ]);
    const [first, second] = await records(harbor);
    expect(second).toBe(first);
    await untilClean(harbor);
  };

  it('one deploys, the other is told who is at it, and may look meanwhile', async () => {
    await gate.set('docker run');
    const deploy = one.compowarm('start');
    await gate.reached();
    const { code, stdout, stderr } = await two.compowarm('start');
    expect({
      code,
      stdout,
      stderr: stderr.replace(/since [\d\-T:.Z]+/, 'since TIME').replace(/\S+@\S+/, 'WHO'),
    }).toEqual({
      code: 4,
      stdout: '',
      stderr: `ship 192.168.1.83: another deploy of this project is going on
  why: WHO since TIME holds its lock
  try: wait until it has ended, or let this one wait: --lock-wait 60
`,
    });
    expect((await two.compowarm('ps')).code).toBe(0);
    expect((await two.compowarm('plan')).code).toBe(0);
    expect((await two.compowarm('start', '--dry-run')).code).toBe(0);
    await gate.open();
    expect((await deploy).code).toBe(0);
    await expectWhole();
  });

  it('the other may wait, and then finds all done', async () => {
    await gate.set('docker run');
    const deploy = one.compowarm('start');
    await gate.reached();
    const waiting = two.compowarm('start', '--lock-wait', '30');
    await gate.open();
    expect((await deploy).code).toBe(0);
    expect(told(await waiting)).toEqual(NOTHING);
    await expectWhole();
  });

  it.each([1, 2, 3])('started together, one wins or both do, and the end is the same (%i)', async () => {
    const codes = await Promise.all([one.compowarm('start'), two.compowarm('start')]);
    expect([
      [0, 0],
      [0, 4],
    ]).toContainEqual(codes.map(({ code }) => code).sort());
    await expectWhole();
  });

  it('interrupted, the step in hand ends, nothing more begins, and the lock is free', async () => {
    await gate.set('docker run');
    const child = harbor.spawnLaptop(commandLine(harbor, ['start']), {
      cwd: one.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr?.on('data', (text) => {
      stderr += text;
    });
    await gate.reached();
    child.kill('SIGINT');
    await gate.open();
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(stderr).toContain('interrupted: the steps in hand end, no more begin (again to leave at once)\n');
    await untilClean(harbor);
    expect((await two.compowarm('start')).code).toBe(0);
    await expectWhole();
  });
});
