import { Problem } from '../../lib/problem.ts';

/**
 * What `--filter KEY=VALUE`, given any number of times, wants of each key.
 * @throws Problem for a key that there is not, and for a text that is no filter
 */
export function readFilters<Key extends string>(
  texts: readonly string[],
  known: readonly Key[],
): Partial<Record<Key, string[]>> {
  const wanted: Partial<Record<Key, string[]>> = {};
  for (const text of texts) {
    const [key = '', value] = text.split(/=(.*)/s);
    const found = known.find((one) => one === key);
    if (found === undefined || value === undefined) {
      throw new Problem({
        what: `there is no filter ${text}`,
        remedy: `write one as ${known.map((one) => `--filter ${one}=...`).join(' or ')}`,
      });
    }
    wanted[found] = [...(wanted[found] ?? []), value];
  }
  return wanted;
}
