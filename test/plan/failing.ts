import { expect } from 'vitest';
import type { DeployRecord, Observed } from '../../src/lib/docker/index.ts';
import { planFailover } from '../../src/lib/plan/index.ts';
import { mountedVolume, type ProjectParts, port, project, silent } from './helpers.ts';
import { shown } from './lines.ts';
import { but, second, start, up, webs } from './starting.ts';
import { applied, recordOn, seen, tweaked, withRecord } from './world.ts';

export const three = ['s1', 's2', 's3'];
export const wide = (parts: ProjectParts): ProjectParts => ({ ...parts, ships: three });
export const on = (ship: string) => ({ ships: [ship] });
export const all = { run: true, services: [], removeOrphans: false };
export const third = { deploy: 'third', who: 'you@desk', when: '2024-05-03T10:00:00Z' };

export function failover(parts: ProjectParts, fleet: readonly Observed[], ...withoutData: string[]) {
  return planFailover(project(parts), fleet, { ...all, ...second, failed: { ship: 's2', withoutData } });
}

/** The fleet with s2 gone silent. */
export const lost = (fleet: readonly Observed[]) => fleet.map((one) => (one.ship === 's2' ? silent('s2') : one));

/** The fleet after the failover, while s2 is still silent. */
export const failed = (parts: ProjectParts, fleet: readonly Observed[], ...withoutData: string[]) =>
  applied(lost(fleet), failover(parts, lost(fleet), ...withoutData));

/** The fleet after the failover, with s2 back as it was when it fell silent. */
export const returned = (parts: ProjectParts, fleet: readonly Observed[], ...withoutData: string[]): Observed[] =>
  failed(parts, fleet, ...withoutData).map((one) => (one.ship === 's2' ? seen(fleet, 's2') : one));

/** A row: what it is about, the file, what was seen before s2 fell silent, and all that is shown of the failover. */
export type Row = [
  what: string,
  parts: ProjectParts,
  fleet: Observed[],
  withoutData: string[],
  plan: Record<string, string[]>,
];

/** What a failover leaves is left alone by the next start while s2 is silent. */
export function fails(
  _: string,
  parts: ProjectParts,
  fleet: Observed[],
  services: string[],
  plan: Record<string, string[]>,
) {
  const left = failover(parts, lost(fleet), ...services);
  expect(shown(left)).toEqual(plan);
  expect(start(parts, applied(lost(fleet), left)).steps).toEqual([]);
}

export const some = wide(webs(3));
export const ported = wide(but(webs(3), { web: { ports: [port(80, 80)] } }));
export const global = wide(but(webs(1), { web: { deploy: { mode: 'global' } } }));
export const bound = wide(but(webs(1), { web: on('s2') }));
export const mounting = (mount: { type: 'volume' | 'bind'; source?: string; read_only?: boolean }) =>
  wide(but(webs(2), { web: { volumes: [{ target: '/srv', ...mount }] } }));
export const db = {
  image: 'db',
  ports: [port(5432, 5432)],
  volumes: [{ type: 'volume' as const, source: 'data', target: '/data' }],
};
export const stored: ProjectParts = {
  services: { web: { image: 'web:1', ports: [port(80, 80)], links: ['db'] }, db: { ...db, ships: ['s2', 's3'] } },
  volumes: { data: {} },
  ships: three,
};
export const bonded: ProjectParts = {
  services: { web: { image: 'web:1' }, db: { ...db, ports: [] } },
  volumes: { data: {} },
  ships: three,
};
export const bondedOn2 = up(but(bonded, { web: on('s2'), db: on('s2') }));

/** The same fleet, where the record knows of volumes that docker named. */
export function holding(parts: ProjectParts, replica: string): Observed[] {
  const fleet = up(parts);
  const record: DeployRecord = {
    ...recordOn(fleet, 's1'),
    images: { [replica]: { id: 'sha256:web', volumes: ['/data'] } },
  };
  const known = three.reduce((now, ship) => withRecord(now, ship, record), fleet);
  return tweaked(known, `demo-${replica}`, { mounts: [mountedVolume('/data')] });
}
