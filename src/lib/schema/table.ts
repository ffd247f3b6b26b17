import { flags } from './flags.ts';
import type { Key, Row } from './row.ts';
import { containerRows } from './rows-container.ts';
import { dataRows } from './rows-data.ts';
import { togetherRows } from './rows-together.ts';

const rows: { [K in Key]: Row<K> } = { ...containerRows, ...togetherRows, ...dataRows };

/** All keys of a service in Compose's canonical form; all that the project knows of each stands in its row. */
export const table: Readonly<{ [K in Key]: Row<K> }> = Object.fromEntries(
  Object.entries(rows).map(([key, row]) => {
    const said = flags[key as Key];
    return [key, said ? { ...row, flags: said } : row];
  }),
) as unknown as { [K in Key]: Row<K> };
