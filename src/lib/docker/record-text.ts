import type { Service } from '../schema/index.ts';
import type { DeployRecord, Source } from './deploy-record.ts';

/** A service as a record keeps it: what differs from the spec of its first replica, and keys that it does not have. */
interface Packed {
  says: Partial<Service>;
  lacks: string[];
}

type PackedRecord = Omit<DeployRecord, 'source'> & {
  source?: Omit<Source, 'services'> & { services: Record<string, Packed> };
};

/** A record as ships keep it, in one line; what is of replicas in one order, whatever came first. */
export function recordText(said: DeployRecord): string {
  const { placement, specs, images, source } = said;
  const record = {
    ...said,
    ...{ placement: sorted(placement), specs: sorted(specs) },
    ...(images ? { images: sorted(images) } : {}),
  };
  if (!source) return JSON.stringify(record);
  const packed: PackedRecord = { ...record, source: { ...source, services: mapped(source.services, pack(record)) } };
  return JSON.stringify(packed);
}

/** Reads what `recordText` wrote. Throws a SyntaxError for what is no JSON. */
export function parseRecord(text: string): DeployRecord {
  const record = JSON.parse(text) as PackedRecord;
  const { source } = record;
  if (!source) return record as Omit<PackedRecord, 'source'>;
  return { ...record, source: { ...source, services: mapped(source.services, unpack(record)) } };
}

function pack({ specs }: Pick<DeployRecord, 'specs'>) {
  return (service: Service, name: string): Packed => {
    const base: Partial<Service> = specOf(specs, name);
    const says = Object.entries(service).filter(([key, value]) => !isSame(value, base[key as keyof Service]));
    return { says: Object.fromEntries(says), lacks: Object.keys(base).filter((key) => !(key in service)) };
  };
}

function unpack({ specs }: Pick<DeployRecord, 'specs'>) {
  return ({ says, lacks }: Packed, name: string): Service => {
    const all = Object.entries({ ...specOf(specs, name), ...says });
    return Object.fromEntries(all.filter(([key]) => !lacks.includes(key))) as unknown as Service;
  };
}

function specOf(specs: DeployRecord['specs'], name: string): Partial<Service> {
  return Object.values(specs).find(({ service }) => service === name)?.config ?? {};
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function sorted<T>(map: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function mapped<A, B>(map: Record<string, A>, become: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, become(value, key)]));
}
