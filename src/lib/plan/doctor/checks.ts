import type { Service } from '../../compose/index.ts';
import { atLeast, isReachable, type Observation, type Room } from '../../docker/index.ts';
import { claimsOf, claimsOfListening, claimsOfNeighbour, isSame } from '../place-claims.ts';
import type { Claim } from '../place-model.ts';
import { isOnHost } from '../ports.ts';
import { isGlobal } from '../usable.ts';
import { list, serviceOf, size, unique } from '../words.ts';
import type { Found, Scene } from './types.ts';

/** What is looked at on a ship that answers; one that finds nothing to say is not told of. */
export const CHECKS: Record<string, (ship: Observation, scene: Scene) => Found[]> = {
  reach: ({ machine, address }) => [
    ok(machine?.latency === undefined ? `at ${address}` : `at ${address}, in ${machine.latency.toFixed(1)} ms`),
  ],
  shell: ({ gear }) => {
    const [first] = gear?.greeting ?? [];
    if (first === undefined) return [];
    return [
      warning(
        `its login shell says something before each command: ${first}`,
        'let it speak in interactive shells only: what exec and cp bring begins with it',
      ),
    ];
  },
  docker: ({ engine }) =>
    atLeast(engine, '20.10')
      ? [ok(engine.version)]
      : [wrong(`docker ${engine.version} is older than 20.10`, 'install a later Docker there')],
  engine: (ship, { fleet }) => {
    const twin = fleet.filter(isReachable).find((one) => one !== ship && one.engine.id === ship.engine.id);
    if (!twin) return [];
    return [
      wrong(
        `it is the same Docker engine as ${twin.ship}`,
        'name it once; if they are copies of one machine, give one of them a new ID (remove /etc/docker/key.json or engine-id and restart docker)',
      ),
    ];
  },
  tools: ({ gear }) => (gear ? toolsFound(gear.missing) : []),
  clock: ({ machine }) => (machine?.clock === undefined ? [] : [clockFound(machine.clock)]),
  disk: ({ machine }) => roomFound(machine?.disk, DISK, (room) => `${room} free at ${machine?.root ?? '/'}`),
  inodes: ({ machine }) => roomFound(machine?.inodes, INODES, (room) => `${room} free`),
  memory: ({ machine }) => roomFound(machine?.memory, MEMORY, (room) => `${room} available`),
  ports: portsFound,
};

const ok = (found: string): Found => ({ verdict: 'ok', found });
const warning = (found: string, remedy: string): Found => ({ verdict: 'warning', found, remedy });
const wrong = (found: string, remedy: string): Found => ({ verdict: 'wrong', found, remedy });

/** Packages of Debian, and what a deploy can do without. */
const PACKAGES: Record<string, string> = { flock: 'util-linux', gzip: 'gzip', tar: 'tar' };
const OPTIONAL: Record<string, string> = { timeout: 'a docker that hangs there is waited for' };

function toolsFound(missing: readonly string[]): Found[] {
  const needed = missing.filter((tool) => !(tool in OPTIONAL));
  if (missing.length === 0) return [ok('all there')];
  return [
    ...needed.map((tool) => wrong(`there is no ${tool}`, `install ${PACKAGES[tool] ?? 'coreutils'} there`)),
    ...Object.entries(OPTIONAL)
      .filter(([tool]) => missing.includes(tool))
      .map(([tool, without]) => warning(`there is no ${tool}: ${without}`, 'install coreutils there')),
  ];
}

/** Milliseconds: logs of ships go out of order; certificates seem to be of another time. */
const CLOCK = { warning: 2000, wrong: 5 * 60_000 };

function clockFound(clock: number): Found {
  const apart = Math.abs(clock);
  const text = `${(apart / 1000).toFixed(1)} s ${clock < 0 ? 'behind' : 'ahead of'} the laptop's`;
  if (apart < CLOCK.warning) return ok(apart < 50 ? 'as the laptop has it' : text);
  const remedy = 'let it be set over the network there: timedatectl set-ntp true';
  return apart < CLOCK.wrong ? warning(`${text}: logs of several ships are out of order`, remedy) : wrong(text, remedy);
}

/** A room is too small below this part of it, or below so much in bytes or files. */
interface Limits {
  wrong: { part: number; least: number };
  warning: { part: number; least: number };
  remedy: string;
  said(amount: number): string;
}

const MIB = 1024 ** 2;
const DISK: Limits = {
  wrong: { part: 0.01, least: 256 * MIB },
  warning: { part: 0.05, least: 2048 * MIB },
  remedy: 'make room there: docker system df says what takes it, compowarm prune removes what no deploy wants back',
  said: size,
};
const INODES: Limits = {
  wrong: { part: 0.01, least: 1000 },
  warning: { part: 0.05, least: 10_000 },
  remedy: 'remove files there: compowarm prune, docker system prune',
  said: String,
};
const MEMORY: Limits = {
  wrong: { part: 0.01, least: 32 * MIB },
  warning: { part: 0.05, least: 128 * MIB },
  remedy: 'stop something there, or let ship labels and constraints place less on it',
  said: size,
};

function roomFound(room: Room | undefined, limits: Limits, told: (amount: string) => string): Found[] {
  if (!room) return [];
  const { total, free } = room;
  const text = `${told(limits.said(free))}, of ${limits.said(total)}`;
  const isBelow = ({ part, least }: Limits['wrong']) => free < Math.max(total * part, Math.min(least, total / 2));
  if (isBelow(limits.wrong)) return [wrong(text, limits.remedy)];
  return [isBelow(limits.warning) ? warning(text, limits.remedy) : ok(text)];
}

/** What services want of the ship that another has: wrong where they are to run there, else a warning. */
function portsFound(ship: Observation, scene: Scene): Found[] {
  const wanted = wantedOn(ship, scene);
  const held = heldOn(ship, scene);
  const taken = wanted.flatMap(({ service, isPlaced, claims }) =>
    claims.flatMap((claim) => {
      const holder = held.find((one) => isSame(one, claim));
      if (!holder) return [];
      const found = `${claim.text} is taken by ${holder.by}`;
      const remedy = `free ${claim.text} there, or choose another`;
      return isPlaced
        ? [wrong(`${found}, and ${service} is to run there`, remedy)]
        : [warning(`${found}: ${service} could not go there`, remedy)];
    }),
  );
  if (taken.length > 0) return taken;
  const free = unique(
    wanted.flatMap(({ claims }) => claims.filter(({ kind }) => kind === 'port').map(({ text }) => text.slice(5))),
  );
  return free.length > 0 ? [ok(`${list(free)} free, or the project's own`)] : [];
}

function wantedOn(ship: Observation, { project, places }: Scene) {
  const inFile = project.ships.map(({ name }) => name);
  return Object.keys(project.services).flatMap((service) => {
    const usable = project.services[service]?.ships ?? inFile;
    const mayBe = usable.includes(ship.ship) && inFile.includes(ship.ship);
    const mustBe = mayBe && (usable.length === 1 || isGlobal(project, service));
    const runs = ship.containers.some((one) => one.service === service);
    const isPlaced = places.some(({ replica, ship: at }) => at === ship.ship && serviceOf(replica) === service);
    if (!isPlaced && !runs && !mayBe) return [];
    const claims = claimsOf(project, service, service).filter(({ kind }) => kind !== 'replica');
    return [{ service, isPlaced: isPlaced || runs || mustBe, claims }];
  });
}

/** What other projects' containers hold, and what is listened at by what docker does not publish. */
function heldOn(ship: Observation, { project }: Scene): Claim[] {
  const published = ship.neighbours.flatMap(claimsOfNeighbour);
  const ours = ship.containers
    .filter(({ state, service }) => state === 'running' && isOnHost((project.services[service] ?? {}) as Service))
    .flatMap(({ service }) => claimsOf(project, service, service));
  const known = [...published, ...ours].map(({ key }) => key);
  const listening = claimsOfListening(ship.gear?.listening ?? [], 'a process that no container publishes');
  return [
    ...ship.neighbours.filter((one) => one.project !== project.name).flatMap(claimsOfNeighbour),
    ...listening.filter(({ key }) => !known.includes(key)),
  ];
}
