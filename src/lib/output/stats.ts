import type { StatsRow } from '../fleet/index.ts';
import { type Column as ColumnOf, columns, WHOLE } from './columns.ts';

type Column = ColumnOf<StatsRow>;

const ID_LENGTH = 12;
/** What docker says where it knows nothing yet. */
const NOTHING = '--';

const used = (head: string, field: keyof NonNullable<StatsRow['usage']>): Column => ({
  head,
  cell: ({ usage }) => usage?.[field] ?? NOTHING,
});

const SHIP: Column = { head: 'SHIP', cell: ({ ship }) => ship, least: WHOLE };
const ID: Column = { head: 'CONTAINER ID', cell: ({ id }) => id.slice(0, ID_LENGTH), least: WHOLE };
const WHOLE_ID: Column = { ...ID, cell: ({ id }) => id };
const NAME: Column = { head: 'NAME', cell: ({ name }) => name, least: 20 };
const CPU: Column = { ...used('CPU %', 'CPUPerc'), least: WHOLE };
const MEMORY = used('MEM USAGE / LIMIT', 'MemUsage');
const SHORT_MEMORY: Column = { head: 'MEM USAGE', cell: ({ usage }) => usage?.MemUsage.split(' / ')[0] ?? NOTHING };
const MEMORY_PART: Column = { ...used('MEM %', 'MemPerc'), least: WHOLE };
const NET = used('NET I/O', 'NetIO');
const BLOCK = used('BLOCK I/O', 'BlockIO');
const PIDS = used('PIDS', 'PIDs');

/** Ever narrower: what a look at CPU and memory can do without goes first. */
const FORMS: Column[][] = [
  [SHIP, ID, NAME, CPU, MEMORY, MEMORY_PART, NET, BLOCK, PIDS],
  [SHIP, NAME, CPU, MEMORY, MEMORY_PART, NET, BLOCK, PIDS],
  [SHIP, NAME, CPU, SHORT_MEMORY, MEMORY_PART, NET, BLOCK],
  [SHIP, NAME, CPU, SHORT_MEMORY, MEMORY_PART, NET],
  [SHIP, NAME, CPU, SHORT_MEMORY, MEMORY_PART],
];

export interface StatsTableOptions {
  width?: number | undefined;
  /** IDs in full, and nothing is cut. */
  whole?: boolean | undefined;
}

/** What containers use, for people, in columns that fit the terminal. No newline at the end. */
export function statsTable(rows: readonly StatsRow[], { width, whole }: StatsTableOptions): string {
  const [first = []] = FORMS;
  const forms = whole ? [first.map((column) => (column === ID ? WHOLE_ID : column))] : FORMS;
  return columns(rows, forms, { now: 0, width: whole ? undefined : width });
}

/** The same for programs: one object a line, with the names of `docker stats --format json`. No newline at the end. */
export function statsJson(rows: readonly StatsRow[], { whole }: Pick<StatsTableOptions, 'whole'>): string {
  return rows
    .map(({ ship, id, name, service, usage }) =>
      JSON.stringify({
        BlockIO: usage?.BlockIO ?? NOTHING,
        CPUPerc: usage?.CPUPerc ?? NOTHING,
        Container: id.slice(0, ID_LENGTH),
        ID: whole ? id : id.slice(0, ID_LENGTH),
        MemPerc: usage?.MemPerc ?? NOTHING,
        MemUsage: usage?.MemUsage ?? NOTHING,
        Name: name,
        NetIO: usage?.NetIO ?? NOTHING,
        PIDs: usage?.PIDs ?? NOTHING,
        Service: service,
        Ship: ship,
      }),
    )
    .join('\n');
}
