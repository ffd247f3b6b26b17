import type { Observed } from '../docker/index.ts';
import { table } from './table.ts';
import { plain } from './width.ts';

const HEAD = ['SHIP', 'ENGINE', 'OS/ARCH'];

/** The version of the program and, where there are ships, of the engine of each, for people. No newline at the end. */
export function versionText(version: string, fleet: readonly Observed[], width?: number): string {
  const own = `Compowarm version ${version}`;
  if (fleet.length === 0) return own;
  const rows = fleet.map((on) =>
    ('engine' in on ? [on.ship, on.engine.version, `${on.engine.os}/${on.engine.arch}`] : [on.ship, 'unknown', '']).map(
      plain,
    ),
  );
  return `${own}\n\n${table(HEAD, rows, { width, least: [Number.POSITIVE_INFINITY] })}`;
}

/** The same for programs, in one line: `version` as in `docker compose version --format json`. */
export function versionJson(version: string, fleet: readonly Observed[]): string {
  const ships = fleet.map((on) =>
    'engine' in on
      ? { Ship: on.ship, Engine: on.engine.version, Os: on.engine.os, Arch: on.engine.arch }
      : { Ship: on.ship, Engine: 'unknown' },
  );
  return JSON.stringify({ version, ...(ships.length > 0 ? { ships } : {}) });
}
