import type { Form } from './form.ts';
import type { NormaliseContext } from './row.ts';
import { either, list, map, text } from './shapes.ts';

const addresses = either('an address or a list of addresses', text, list(text, 'a list of addresses'));

function linesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value as string[];
  return Object.entries(value as Record<string, string | string[]>).flatMap(([name, said]) =>
    [said].flat().map((address) => `${name}=${address}`),
  );
}

/** `NAME=ADDRESS` lines, sorted; an IPv6 address may stand in brackets, and several addresses with commas between. */
function normaliseHosts(value: unknown, { fail }: NormaliseContext): string[] | undefined {
  const lines = linesOf(value).flatMap((line, index) => {
    const [, name = '', said] = /^([^=:]+)(?:=|:)(.*)$/s.exec(line) ?? [];
    if (said === undefined) fail([index], `"${line}" is not a host`, 'write NAME=ADDRESS, as in "db=10.0.0.5"');
    const each = Array.isArray(value) ? (said as string).split(',') : [said as string];
    return each.map((address) => `${name}=${address.replace(/^\[(.+)\]$/, '$1')}`);
  });
  return lines.length === 0 ? undefined : lines.sort();
}

export const extraHosts: Form<string[]> = {
  shape: either(
    'a list of NAME=ADDRESS or a map',
    list(text, 'a list of NAME=ADDRESS'),
    map(addresses, 'a map of hosts'),
  ),
  merge: { kind: 'lines' },
  normalise: normaliseHosts,
};
