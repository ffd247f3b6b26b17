import { countedIn, quoteAll, type Spec, type SpecFile } from '../docker/index.ts';
import type { Change } from './types.ts';
import { unique } from './words.ts';

/**
 * The fields in which two specs differ, in Compose's words, down to the last key of a map. Masked values show that they changed, not what they are.
 */
export function fieldChanges(old: Spec, now: Spec): Change[] {
  const masked = new Set([...old.masked, ...now.masked].map(maskedField));
  return [
    ...differences('environment', old.config.environment, now.config.environment),
    ...linkChanges(old.links, now.links),
    ...differences('extra_hosts', old.hosts, now.hosts),
    ...differences('', otherKeys(old), otherKeys(now)),
    ...contentChanges(old, now),
  ].map((change) => (masked.has(change.field) ? hidden(change) : change));
}

/** The field in which a masked value would show: a variable, or a list of hooks as a whole. */
function maskedField(name: string): string {
  return /^(post_start|pre_stop)\.\d/.exec(name)?.[1] ?? `environment.${name}`;
}

/** Which sides have a value stays to be seen. */
function hidden({ field, ...sides }: Change): Change {
  return { field, ...('old' in sides && { old: '(masked)' }), ...('new' in sides && { new: '(masked)' }) };
}

/** The number of a peer's replicas alone changes nothing. */
function linkChanges(old: Record<string, string>, now: Record<string, string>): Change[] {
  return differences('', old, now).filter(({ field }) => !field.endsWith('_ips'));
}

/** What is given to the container of this machine under the same name and in the same place, and is not the same. */
function contentChanges({ files: old = [] }: Spec, { files: now = [] }: Spec): Change[] {
  const differs = ({ name, target, digest }: SpecFile) =>
    old.some((file) => file.name === name && file.target === target && file.digest !== digest);
  return unique(now.filter(differs).map(({ name }) => name)).map((name) => ({ field: `${name} content` }));
}

/** Keys of the service that count, plus the container's name. */
function otherKeys(spec: Spec): Record<string, unknown> {
  const { environment: _, container_name: __, ...rest } = countedIn(spec.config);
  return { ...rest, container_name: spec.name };
}

/** Keys whose lists are the words of a command: their order says all. */
const COMMANDS = /(^|\.)(command|entrypoint|test)$/;

/** Where two values differ, down to the last key of a map, each place named below `field`. */
export function differences(field: string, old: unknown, now: unknown): Change[] {
  if ([old, now].every(mayBeMap) && [old, now].some(isMap)) {
    const [before, after] = [(old ?? {}) as Map, (now ?? {}) as Map];
    const keys = unique([...Object.keys(before), ...Object.keys(after)]).sort();
    return keys.flatMap((key) => differences(field === '' ? key : `${field}.${key}`, before[key], after[key]));
  }
  if (COMMANDS.test(field)) return changed(field, commandText(old), commandText(now));
  if (Array.isArray(old ?? now)) return changed(field, listText(old), listText(now));
  return changed(field, valueText(old), valueText(now));
}

type Map = Record<string, unknown>;

function mayBeMap(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && !Array.isArray(value));
}

/** A map with something in it: an empty one says something by being there, as a value does. */
function isMap(value: unknown): value is Map {
  return mayBeMap(value) && Object.keys(value ?? {}).length > 0;
}

function changed(field: string, old: string | undefined, now: string | undefined): Change[] {
  if (old === now) return [];
  return [{ field, ...(old === undefined ? {} : { old }), ...(now === undefined ? {} : { new: now }) }];
}

function listText(list: unknown): string | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return list.map((item) => (isMap(item) ? itemText(item) : valueText(item))).join(', ');
}

/** A port, a mount, a device, a config or a secret as its short form writes it; other maps as JSON. */
function itemText(item: Map): string {
  const { target, source, published, host_ip, protocol, type, read_only, mode, ...rest } = item;
  const isPort = typeof target === 'number';
  if (Object.keys(rest).length > 0) return JSON.stringify(item);
  if (isPort) {
    const outside = [host_ip, published].filter((part) => part !== undefined);
    return [...outside, target].join(':') + (protocol === 'tcp' ? '' : `/${protocol}`);
  }
  const kind = type === undefined || type === 'volume' || type === 'bind' ? '' : `${type} `;
  const access = [...(read_only ? ['ro'] : []), ...(mode === undefined ? [] : [mode])];
  return kind + [source, target, ...access].filter((part) => part !== undefined).join(':');
}

function commandText(words: unknown): string | undefined {
  return Array.isArray(words) ? quoteAll(words as string[]) : valueText(words);
}

function valueText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
