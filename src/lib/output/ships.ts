import type { Ship } from '../compose/index.ts';
import type { Observation, Observed, Room } from '../docker/index.ts';
import { type Column as ColumnOf, columns, WHOLE } from './columns.ts';
import { amount, seconds } from './words.ts';

/** One ship, as it was found. */
export interface ShipRow {
  ship: Ship;
  observed: Observed;
}

type Column = ColumnOf<ShipRow>;

/** A column of what is known of a ship that answered. */
function seen(head: string, cell: (seen: Observation) => string, least = 8): Column {
  return { head, cell: ({ observed }) => ('engine' in observed ? cell(observed) : '') || '-', least };
}

const SHIP: Column = { head: 'SHIP', cell: ({ ship }) => ship.name, least: WHOLE };
const HOST: Column = { head: 'HOST', cell: reached, least: WHOLE };
const LATENCY: Column = {
  head: 'LATENCY',
  cell: ({ observed }) => ('engine' in observed ? milliseconds(observed.machine?.latency) || '-' : 'unreachable'),
  least: WHOLE,
};
const ENGINE = seen('ENGINE', ({ engine }) => engine.version);
const ARCH = seen('ARCH', ({ engine }) => engine.arch);
const CONTAINERS = seen(
  'CONTAINERS',
  ({ containers, machine }) => `${ours(containers)}${machine?.containers ? ` of ${machine.containers.all}` : ''}`,
);
const SHORT_CONTAINERS = seen('UP', ({ containers }) => ours(containers));
const LOAD = seen('LOAD', ({ machine }) => machine?.load?.toFixed(2) ?? '');
const MEMORY = seen('MEMORY', ({ machine }) => ratio(machine?.memory, 'used'));
const DISK = seen('DISK FREE', ({ machine }) => ratio(machine?.disk, 'free'));
const CLOCK = seen('CLOCK', ({ machine }) => ahead(machine?.clock), WHOLE);

/** Ever narrower: what hardly changes goes first, then what is seldom looked for. */
const FORMS: Column[][] = [
  [SHIP, HOST, LATENCY, ENGINE, ARCH, CONTAINERS, LOAD, MEMORY, DISK, CLOCK],
  [SHIP, LATENCY, ENGINE, ARCH, CONTAINERS, LOAD, MEMORY, DISK, CLOCK],
  [SHIP, LATENCY, ENGINE, CONTAINERS, LOAD, MEMORY, DISK, CLOCK],
  [SHIP, LATENCY, ENGINE, SHORT_CONTAINERS, LOAD, MEMORY, DISK, CLOCK],
  [SHIP, LATENCY, SHORT_CONTAINERS, LOAD, MEMORY, DISK],
];

/** Ships for people, in columns that fit the terminal; a name is never cut. No newline at the end. */
export function shipsTable(rows: readonly ShipRow[], { width }: { width?: number | undefined }): string {
  const isPlain = rows.every((row) => reached(row) === row.ship.name);
  return columns(rows, isPlain ? FORMS.slice(1) : FORMS, { now: 0, width });
}

/** Ships for programs: one object a line; bytes, milliseconds, and null for what is not known. No newline at the end. */
export function shipsJson(rows: readonly ShipRow[]): string {
  return rows
    .map((row) => JSON.stringify({ Ship: row.ship.name, Host: dialled(row.ship), ...fieldsOf(row) }))
    .join('\n');
}

function fieldsOf({ observed }: ShipRow): object {
  if (!('engine' in observed)) {
    return { State: 'unreachable', Why: observed.unreachable, Remedy: observed.remedy };
  }
  const { address, engine, containers, machine = {} } = observed;
  return {
    State: 'up',
    Address: address,
    Engine: engine.version,
    Architecture: engine.arch,
    CPUs: engine.cpus,
    Latency: rounded(machine.latency, 10),
    Clock: rounded(machine.clock, 1),
    Running: containers.filter(isRunning).length,
    Containers: containers.length,
    EngineRunning: machine.containers?.running ?? null,
    EngineContainers: machine.containers?.all ?? null,
    Load: machine.load ?? null,
    Memory: machine.memory?.total ?? null,
    MemoryFree: machine.memory?.free ?? null,
    DockerRoot: machine.root ?? null,
    Disk: machine.disk?.total ?? null,
    DiskFree: machine.disk?.free ?? null,
  };
}

function dialled({ user, host, port }: Ship): string {
  return `${user === undefined ? '' : `${user}@`}${host}${port === undefined ? '' : `:${port}`}`;
}

/** What the laptop dials, and the address that containers are given where that is another. */
function reached({ ship, observed }: ShipRow): string {
  const other = 'engine' in observed && observed.address !== ship.host ? ` (${observed.address})` : '';
  return `${dialled(ship)}${other}`;
}

/** `2/3`: of three containers of the project two run. */
function ours(containers: Observation['containers']): string {
  return `${containers.filter(isRunning).length}/${containers.length}`;
}

function isRunning({ state }: Observation['containers'][number]): boolean {
  return state === 'running';
}

function ratio(room: Room | undefined, what: 'used' | 'free'): string {
  return room ? `${amount(what === 'free' ? room.free : room.total - room.free)}/${amount(room.total)}` : '';
}

function milliseconds(ms: number | undefined): string {
  return ms === undefined ? '' : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)}ms`;
}

/** `+2.5s`: it is ahead of the laptop's. */
function ahead(ms: number | undefined): string {
  if (ms === undefined) return '';
  const text = seconds(Math.abs(ms));
  return text === '0.0s' ? text : `${ms < 0 ? '-' : '+'}${text}`;
}

function rounded(value: number | undefined, parts: number): number | null {
  return value === undefined ? null : Math.round(value * parts) / parts;
}
