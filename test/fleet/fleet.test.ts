import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Ship } from '../../src/lib/compose/index.ts';
import { lockScript } from '../../src/lib/deploy/lock.ts';
import { type LookOptions, lookAtFleet, type Sighting, stepMessage, type Wire } from '../../src/lib/fleet/index.ts';
import { Problem } from '../../src/lib/problem.ts';
import { type PaperFleet, paperFleet } from '../paper/index.ts';
import { observation, ship } from '../plan/helpers.ts';

const fleets: PaperFleet[] = [];

async function raise(size: number): Promise<PaperFleet> {
  const fleet = await paperFleet(size);
  fleets.push(fleet);
  return fleet;
}

afterEach(async () => {
  const all = fleets.splice(0);
  const locks = all.flatMap(({ ships }) => ships.map(({ engine }) => lockFile(engine.id)));
  await Promise.all(all.map((fleet) => fleet.down()));
  await Promise.all(locks.map((file) => rm(file, { force: true })));
});

function lockFile(engine: string): string {
  return `/tmp/compowarm-${engine}-demo.lock`;
}

function options(fleet: PaperFleet, more: Partial<LookOptions> = {}): LookOptions {
  return {
    project: 'demo',
    sections: ['containers', 'neighbours', 'images', 'networks', 'volumes'],
    connect: { sshConfig: fleet.sshConfig, acceptNewHostKeys: false, home: fleet.home, env: fleet.env, warn: () => {} },
    limit: 20_000,
    ...more,
  };
}

const LOCKED = { lock: (place: number) => lockScript({ project: 'demo', who: 'ann@laptop', wait: 0 }, place) };

const ships = (size: number): Ship[] => Array.from({ length: size }, (_, i) => ship(`ship${i + 1}`));

/** What a paper ship without anything on it is seen as. */
function empty(fleet: PaperFleet, index: number) {
  const paper = fleet.ships[index];
  const { id = '', version = '', arch = '', os = '', memory = 0, cpus = 0, name: hostname = '' } = paper?.engine ?? {};
  const network = (name: string, driver = name) => ({ name, driver, labels: {} });
  return observation(`ship${index + 1}`, {
    address: paper?.address ?? '',
    engine: { id, version, arch, os, memory, cpus, hostname, labels: {} },
    networks: [network('bridge'), network('host'), network('none', 'null')],
    store: `${paper?.home}/.local/state/compowarm/${id}/demo`,
  });
}

function dropAll(sightings: readonly Sighting[]): Promise<unknown> {
  for (const { wire } of sightings) wire?.drop();
  return Promise.all(sightings.map(({ wire }) => wire?.ended));
}

async function refusal(looking: Promise<unknown>): Promise<unknown> {
  const error = await looking.catch((thrown: unknown) => thrown);
  return error instanceof Problem ? error.parts : error;
}

test('a look is one connection and one exec a ship, and leaves nothing open', async () => {
  const fleet = await raise(3);
  expect(await lookAtFleet(ships(3), options(fleet))).toEqual(
    ships(3).map((one, index) => ({ ship: one, observed: empty(fleet, index) })),
  );
  expect(fleet.ships.map(({ counts: { connections, execs } }) => ({ connections, execs }))).toEqual(
    Array(3).fill({ connections: 1, execs: 1 }),
  );
  await Promise.all(fleet.ships.map((paper) => paper.idle()));
});

test('a connection that is kept takes more commands', async () => {
  const fleet = await raise(1);
  const [sighting] = await lookAtFleet(ships(1), options(fleet, { keep: true }));
  const channel = await sighting?.session?.open('echo more');
  const lines: string[] = [];
  channel?.onLine((line) => lines.push(line));
  expect({ end: await channel?.ended, lines }).toEqual({ end: { code: 0 }, lines: ['more'] });
  expect(fleet.ships[0]?.counts).toMatchObject({ connections: 1, execs: 2 });
  sighting?.session?.close();
  await fleet.ships[0]?.idle();
});

test('with the lock comes a wire that steps can follow', async () => {
  const fleet = await raise(1);
  const [sighting] = await lookAtFleet(ships(1), options(fleet, LOCKED));
  expect(sighting).toEqual({ ship: ship('ship1'), observed: empty(fleet, 0), wire: expect.anything() });
  const frames: string[] = [];
  sighting?.wire?.onFrame(({ step, word, text }) => {
    frames.push(`${step} ${word} ${text}`.trim());
    if (word === 'end') sighting.wire?.finish();
  });
  sighting?.wire?.send(
    '{ s1() { docker info --format "{{.ServerVersion}}"; }; mkfifo "$D/g1"; step 1 6<>"$D/g1" & }\n',
  );
  expect(await sighting?.wire?.ended).toEqual({ code: 0 });
  expect(frames).toEqual(['1 begin', '1 out 20.10.24', '1 end 0']);
  expect(fleet.ships[0]?.counts).toMatchObject({ connections: 1, execs: 1 });
});

test('ships that can not be used come back with the reason, the others as they are', async () => {
  const fleet = await raise(5);
  const [refusing, without, stopped, denied] = fleet.ships;
  if (refusing) refusing.faults.refuseAuth = true;
  if (without) without.faults.noDocker = true;
  if (stopped) stopped.faults.stopped = true;
  if (denied) denied.faults.denied = true;
  const sightings = await lookAtFleet(ships(5), options(fleet, LOCKED));
  const observed = sightings.map((one) => one.observed);
  expect(observed[0]).toEqual({ ship: 'ship1', unreachable: expect.any(String), remedy: expect.any(String) });
  expect(observed.slice(1)).toEqual([
    {
      ship: 'ship2',
      unreachable: 'there is no docker there (docker was not found)',
      remedy: 'install Docker there, or say where it is in the file: docker: /path/to/docker',
    },
    {
      ship: 'ship3',
      unreachable: 'the docker daemon is not running there',
      remedy: 'start it there: sudo systemctl start docker',
    },
    {
      ship: 'ship4',
      unreachable: expect.stringMatching(/^user \S+ may not use docker there$/),
      remedy: expect.stringMatching(/^add the user to the group docker there/),
    },
    empty(fleet, 4),
  ]);
  expect(sightings.map(({ wire }) => wire !== undefined)).toEqual([false, false, false, false, true]);
  await dropAll(sightings);
});

test('a connection that goes in the middle of the look is a ship that does not answer', async () => {
  const fleet = await raise(1);
  if (fleet.ships[0]) fleet.ships[0].faults.dropAfter = { frames: 3 };
  const [sighting] = await lookAtFleet(ships(1), options(fleet));
  expect(sighting?.observed).toEqual({
    ship: 'ship1',
    unreachable: 'the connection was lost',
    remedy: `try it by hand: ssh -F ${fleet.sshConfig} ship1 docker ps`,
  });
});

test('a look that takes too long is given up', async () => {
  const fleet = await raise(1);
  if (fleet.ships[0]) fleet.ships[0].engine.intercept = () => new Promise(() => undefined);
  const [sighting] = await lookAtFleet(ships(1), options(fleet, { limit: 300 }));
  expect(sighting?.observed).toEqual({
    ship: 'ship1',
    unreachable: 'it did not say within 0.3 s what runs there',
    remedy: `try it by hand: ssh -F ${fleet.sshConfig} ship1 docker ps`,
  });
});

test('a damaged record makes its ship one that can not be used, and lets it go', async () => {
  const fleet = await raise(1);
  const folder = path.join(fleet.ships[0]?.home ?? '', '.local/state/compowarm', fleet.ships[0]?.engine.id ?? '');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'demo.json'), '{"version":1,"gener');
  const [sighting] = await lookAtFleet(ships(1), options(fleet, LOCKED));
  expect(sighting).toEqual({
    ship: ship('ship1'),
    observed: {
      ship: 'ship1',
      unreachable: 'its record of the last deploy is damaged',
      remedy: `mend or remove it there: the file is in ~/.local/state/compowarm/${fleet.ships[0]?.engine.id}`,
    },
  });
  await fleet.ships[0]?.idle();
});

describe('two ships that are one engine', () => {
  test.each([
    ['for a look alone', {}],
    ['before the second waits for the lock that the first one has', LOCKED],
  ])('are refused, and every ship is let go: %s', async (_, more) => {
    const fleet = await raise(3);
    const [first, , third] = fleet.ships;
    if (first && third) third.engine.id = first.engine.id;
    expect(await refusal(lookAtFleet(ships(3), options(fleet, more)))).toEqual({
      what: 'ships ship1 and ship3 are the same Docker engine',
      why: `both have the engine ID ${first?.engine.id}`,
      remedy:
        'name it once; if they are copies of one machine, give one of them a new ID (remove /etc/docker/key.json or engine-id and restart docker)',
    });
    await Promise.all(fleet.ships.map((paper) => paper.idle()));
  });
});

test('where the lock of one ship is held, all others are let go and the holder is named', async () => {
  const fleet = await raise(3);
  const file = lockFile(fleet.ships[0]?.engine.id ?? '');
  await writeFile(file, 'bob@desk since noon\n');
  const holder = spawn('flock', [file, '-c', 'echo held; read -r end'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const sightings = await lookAtFleet(ships(3), options(fleet, LOCKED));
  expect(sightings[0]).toEqual({
    ship: ship('ship1'),
    held: 'bob@desk since noon',
    entered: true,
    observed: {
      ship: 'ship1',
      unreachable: 'locked',
      remedy: `try it by hand: ssh -F ${fleet.sshConfig} ship1 docker ps`,
    },
  });
  await Promise.all(fleet.ships.map((paper) => paper.idle()));
  holder.stdin.end('\n');
  await once(holder, 'close');
});

describe('content is carried by a channel of its own', () => {
  async function* bytes(...sizes: number[]): AsyncGenerator<Buffer> {
    for (const size of sizes) yield Buffer.alloc(size, 'x');
  }

  async function wired(): Promise<{ fleet: PaperFleet; wire: Wire }> {
    const fleet = await raise(1);
    const [sighting] = await lookAtFleet(ships(1), options(fleet, LOCKED));
    return { fleet, wire: sighting?.wire as Wire };
  }

  test('into the deploy’s folder, where steps find it', async () => {
    const { wire } = await wired();
    await wire.carry('c-1', bytes(3_000_000, 1, 2_000_000));
    const frames: string[] = [];
    wire.onFrame(({ word, text }) => {
      frames.push(`${word} ${text}`);
      // at the end of input what has not begun is skipped
      if (word === 'end') wire.finish();
    });
    wire.send(stepMessage('1', [], 'wc -c <"$D/c-1"'));
    await wire.ended;
    expect(frames).toEqual(['begin ', 'out 5000001', 'end 0']);
  });

  test('what can not be written there is said in the ship’s words', async () => {
    const { wire } = await wired();
    expect(await refusal(wire.carry('no/folder', bytes(1)))).toEqual({
      what: 'it could not be brought to the ship',
      why: expect.stringContaining('no/folder'),
      exit: 1,
    });
    wire.drop();
    await wire.ended;
  });

  test('a connection that is lost meanwhile is said', async () => {
    const { fleet, wire } = await wired();
    const cut = async function* () {
      yield Buffer.alloc(100_000);
      fleet.ships[0]?.cut();
      await wire.ended;
      yield Buffer.alloc(100_000);
    };
    expect(await refusal(wire.carry('c-1', cut()))).toEqual({
      what: 'it could not be brought to the ship',
      why: 'the connection was lost',
      exit: 1,
    });
  });

  test('what can not be read is what is thrown, and what came before it lies there unused', async () => {
    const { wire } = await wired();
    const broken = async function* () {
      yield Buffer.alloc(10);
      throw new Problem({ what: 'it changed' });
    };
    expect(await refusal(wire.carry('c-1', broken()))).toEqual({ what: 'it changed' });
    wire.drop();
    await wire.ended;
  });
});
