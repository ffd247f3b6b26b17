import { setTimeout as sleep } from 'node:timers/promises';
import type { Harbor } from '../harbor/index.ts';

/** What one ship holds, without what differs from deploy to deploy: ids, times, addresses that docker deals out. */
export interface Held {
  /** As `docker inspect` shows them, by name. */
  containers: Record<string, unknown>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
}

/** What every ship of the harbor holds. */
export function held(harbor: Harbor): Promise<Held[]> {
  return onAllShips(harbor, async (ship) => ({
    containers: await inspectAll(harbor, ship, 'docker ps -aq --no-trunc', 'docker inspect'),
    networks: await inspectAll(harbor, ship, 'docker network ls -q --filter type=custom', 'docker network inspect'),
    volumes: await inspectAll(harbor, ship, 'docker volume ls -q', 'docker volume inspect'),
  }));
}

/** The records of the project on every ship, as they stand in their files. */
export function records(harbor: Harbor): Promise<string[]> {
  return onAllShips(
    harbor,
    async (ship) => (await harbor.onShip(ship, 'cat /root/.local/state/compowarm/*/*.json')).stdout,
  );
}

/** What a deploy must not leave on any ship: processes, temporary folders, half-written files, a lock that is held. */
export async function leftovers(harbor: Harbor): Promise<string[]> {
  return (await onAllShips(harbor, (ship) => leftOn(harbor, ship))).flat();
}

async function leftOn(harbor: Harbor, ship: number): Promise<string[]> {
  const { stdout } = await harbor.onShip(
    ship,
    `ls -d /tmp/compowarm.* /root/.local/state/compowarm/*/*.new 2>/dev/null
for lock in /tmp/compowarm-*.lock; do [ ! -e "$lock" ] || flock -n "$lock" true || echo "held: $lock"; done
ps -eo pid=,ppid=,args=`,
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  const isProcess = (line: string) => /^ *\d+ +\d+ /.test(line);
  return [...lines.filter((line) => !isProcess(line)), ...strangers(lines.filter(isProcess))].map(
    (line) => `ship ${ship}: ${line}`,
  );
}

/** What runs on a ship by itself. What has no parent came from outside: the harbor's own look. */
const CREW =
  /^(\/usr\/bin\/tini |sleep infinity$|sshd: .* \[listener\]|dockerd |containerd |\/usr\/sbin\/docker-proxy )/;
const SHIM = /^\/usr\/bin\/containerd-shim/;

/** Processes that belong neither to the ship nor to a container. */
function strangers(lines: readonly string[]): string[] {
  const all = lines.map((line) => {
    const [, pid = '', parent = '', args = ''] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
    return { pid, parent, args };
  });
  const byPid = new Map(all.map((one) => [one.pid, one]));
  const isOf = (one: (typeof all)[number] | undefined, root: (found: (typeof all)[number]) => boolean): boolean =>
    one !== undefined && (root(one) || isOf(byPid.get(one.parent), root));
  return all
    .filter(({ pid, args }) => pid !== '1' && !CREW.test(args))
    .filter((one) => !isOf(one, (found) => SHIM.test(found.args) || (found.parent === '0' && found.pid !== '1')))
    .map(({ args }) => args);
}

/** Waits until `check` gives something, and fails after so many seconds, naming what was waited for. */
export async function until<T>(what: string, seconds: number, check: () => Promise<T | undefined | false>): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(50);
  }
}

/** Waits until the ships are clean of the last deploy; fails with what is left. */
export async function untilClean(harbor: Harbor, seconds = 10): Promise<void> {
  let left: string[] = [];
  await until('nothing is left over', seconds, async () => {
    left = await leftovers(harbor);
    return left.length === 0;
  }).catch((error: Error) => {
    throw new Error(`${error.message}: ${left.join('\n')}`);
  });
}

function onAllShips<T>(harbor: Harbor, ask: (ship: number) => Promise<T>): Promise<T[]> {
  return Promise.all(harbor.ships.map((_, index) => ask(index + 1)));
}

async function inspectAll(harbor: Harbor, ship: number, list: string, inspect: string) {
  const { stdout } = await harbor.onShip(ship, `${list} | xargs -r ${inspect}`);
  const all = (stdout === '' ? [] : JSON.parse(stdout)) as { Name: string }[];
  return Object.fromEntries(all.map((one) => [steady('Name', one.Name), steady('', one)]).sort());
}

const FLEETING = new Set(['Health', 'ExecIDs', 'Pid', 'Containers', 'compowarm.deploy', 'IPPrefixLen']);

/** A value of docker's without what is new in every deploy. */
function steady(key: string, value: unknown): unknown {
  if (FLEETING.has(key)) return undefined;
  if (Array.isArray(value)) {
    const all = value.map((one) => steady('', one));
    return key === 'Env' ? all.sort() : all;
  }
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, steady(name, one)]));
  if (typeof value !== 'string') return value;
  return value
    .replace(/[0-9a-f]{64}/g, 'ID')
    .replace(/\b[0-9a-f]{12}\b/g, 'ID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, 'TIME')
    .replace(/\b(172(\.\d+){3}|192\.168\.(?!1\.)\d+\.\d+)(\/\d+)?/g, 'ADDRESS')
    .replace(/([0-9a-f]{2}:){5}[0-9a-f]{2}/g, 'MAC');
}
