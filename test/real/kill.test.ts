import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { buildGate, type Gate } from './gate.ts';
import { cleanShips, commandLine, type Laptop, laptop } from './laptop.ts';
import { type Held, held, records, untilClean } from './remains.ts';

/** `change` is a variable of redis and what web's command is told. */
const file = (change: { redis: string; web: string }) => `services:
  redis:
    image: redis
    ports: ["6379:6379"]
    environment: {EDITION: "${change.redis}"}
    volumes: ["data:/data"]
    healthcheck: {test: [CMD, redis-cli, ping], interval: 500ms}
    ships: [192.168.1.83]
  web:
    image: busybox
    command: sleep ${change.web}
    stop_grace_period: 0s
    ports: ["5000:5000"]
    links: [redis]
    depends_on: {redis: {condition: service_healthy}}
    healthcheck: {test: [CMD, "true"], interval: 500ms}
    ships: [192.168.1.84]
  clock:
    image: busybox
    command: sleep 1000
    ports: ["9000:9000"]
    ships: [192.168.1.84]
  bell:
    image: busybox
    command: sleep 1000
    ports: ["9001:9001"]
    ships: [192.168.1.83]
volumes:
  data: {}
ships: [192.168.1.83, 192.168.1.84]
`;

/** A line of progress. */
const STEP_DONE = /^\S+ +\S.* {2}(created|healthy) \(.*\)$/gm;

const FIRST = file({ redis: 'one', web: '1000' });
const SECOND = file({ redis: 'two', web: '2000' });

/** The commands of an update that change something: in each it is cut off. */
const POINTS: [command: string, turn: number, what: string][] = [
  ['mv', 1, 'the intent is written'],
  ['docker rename', 1, 'the old container is set aside'],
  ['docker create', 1, 'the new one is made'],
  ['docker update', 1, 'the old one is told to stay down'],
  ['docker stop', 1, 'the old one is stopped'],
  ['docker start', 1, 'the new one is started'],
  ['docker rm', 1, 'the old one is removed'],
  ['mv', 2, 'the outcome is written'],
];

/** The points are many, and the engines take turns at them: what matters here is the shell's and ours, not docker's. */
function dealt<T>(points: readonly T[]): T[] {
  const turn = inject('engine') === 'own' ? 0 : 1;
  return points.filter((_, index) => index % 2 === turn);
}

describeReal('cut off in the middle of a step', (harbor) => {
  let here: Laptop;
  let gate: Gate;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'shop', FIRST);
    gate = await buildGate(harbor, 1);
  });
  afterAll(async () => {
    await gate.remove();
    await cleanShips(harbor);
    here.remove();
  });

  async function startUntil(command: string, turn: number): Promise<ChildProcess> {
    await gate.set(command, turn);
    const child = harbor.spawnLaptop(commandLine(harbor, ['start']), { cwd: here.folder, stdio: 'ignore' });
    await gate.reached();
    return child;
  }

  /** Kills the client while the command is in hand on the first ship, and starts again at once. */
  async function killClient(command: string, turn: number): Promise<void> {
    const child = await startUntil(command, turn);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [again] = await Promise.all([here.compowarm('start', '--lock-wait', '30'), gate.open()]);
    expect(again).toMatchObject({ code: 0 });
    await untilClean(harbor);
  }

  /** Kills the client as soon as it has told of so many steps that they are done, and starts again at once. */
  async function killAfter(steps: number): Promise<void> {
    const child = harbor.spawnLaptop(commandLine(harbor, ['start']), { cwd: here.folder });
    let said = '';
    const exit = once(child, 'exit');
    child.stderr?.on('data', (text) => {
      said += text;
      if ((said.match(STEP_DONE)?.length ?? 0) >= steps) child.kill('SIGKILL');
    });
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(await here.compowarm('start', '--lock-wait', '30')).toMatchObject({ code: 0 });
    await untilClean(harbor);
  }

  /** Kills all that the deploy runs on the first ship while the command is in hand, and starts again. */
  async function cutPower(command: string, turn: number): Promise<void> {
    const child = await startUntil(command, turn);
    const exit = once(child, 'exit');
    await gate.cut();
    expect(await exit).toEqual([1, null]);
    await harbor.onShip(1, 'rm -rf /tmp/compowarm.*');
    expect(await here.compowarm('start')).toMatchObject({ code: 0 });
    await untilClean(harbor);
  }

  let survived = 0;
  afterAll(() => console.log(`kill points survived: ${survived}`));

  async function expectWhole(reference: Held[]): Promise<void> {
    expect(await held(harbor)).toEqual(reference);
    const [one, two] = await records(harbor);
    expect(two).toBe(one);
    expect(JSON.parse(one ?? '')).toMatchObject({ outcome: 'done' });
    survived += 1;
  }

  describe('a first deploy whose client is killed is finished by the next start', () => {
    let reference: Held[];
    beforeAll(async () => {
      await here.compowarm('start');
      reference = await held(harbor);
    });
    beforeEach(() => cleanShips(harbor));

    it.each(
      dealt<[string, number, string]>([
        ['mv', 1, 'the intent is written'],
        ['docker run', 1, 'a container is made'],
        ['mv', 2, 'the outcome is written'],
      ]),
    )('killed at %s (%i) as %s', async (command, turn) => {
      await killClient(command, turn);
      await expectWhole(reference);
    });

    it('its twelve steps: two intents, eight that are told, two outcomes', async () => {
      const { stdout } = await here.compowarm('plan', '--format', 'json');
      expect((JSON.parse(stdout) as { Steps: object[] }).Steps).toHaveLength(8);
    });

    it.each(dealt([1, 2, 3, 4, 5, 6, 7, 8]))('killed when %i of its steps are told to be done', async (steps) => {
      await killAfter(steps);
      await expectWhole(reference);
    });
  });

  describe.each([
    { cut: 'whose client is killed', by: killClient, points: dealt(POINTS) },
    { cut: 'whose ship loses power', by: cutPower, points: dealt([...POINTS].reverse()) },
  ])('an update $cut is finished by the next start, with one container of each name', ({ by, points }) => {
    const NEXT = new Map([
      [FIRST, SECOND],
      [SECOND, FIRST],
    ]);
    const whole = new Map<string, Held[]>();
    let now = FIRST;
    const edit = () => {
      now = NEXT.get(now) as string;
      here.write('docker.yml', now);
    };
    beforeAll(async () => {
      await here.compowarm('start');
      for (const _ of NEXT) {
        edit();
        await here.compowarm('start');
        whole.set(now, await held(harbor));
      }
    });

    it.each(points)('at %s (%i) as %s', async (command, turn) => {
      edit();
      await by(command, turn);
      await expectWhole(whole.get(now) as Held[]);
    });
  });
});
