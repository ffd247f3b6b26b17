import { flags } from './flags.ts';
import type { Key, Rows } from './row.ts';
import { containerRows } from './rows-container.ts';
import { dataRows } from './rows-data.ts';
import { limitRows } from './rows-limits.ts';
import { networkRows } from './rows-network.ts';
import { projectRows } from './rows-project.ts';
import { securityRows } from './rows-security.ts';
import { type Update, updates } from './updates.ts';

const rows: Rows = {
  ...containerRows,
  ...networkRows,
  ...dataRows,
  ...limitRows,
  ...securityRows,
  ...projectRows,
};

/**
 * All keys of a service in Compose's canonical form; all that the project knows of each stands in its row. What can be
 * changed in a container that is there makes no other container.
 */
export const table: Readonly<Rows> = Object.fromEntries(
  Object.entries(rows).map(([key, row]) => {
    const [said, update] = [flags[key as Key], (updates as Partial<Record<string, Update>>)[key]];
    return [key, { ...row, ...(said && { flags: said }), ...(update && { update, hashed: false }) }];
  }),
) as unknown as Rows;
