import { dump } from 'js-yaml';

/** Plain data as YAML: long lines stay whole, and nothing is written as an alias. */
export function toYaml(data: unknown): string {
  return dump(data, { lineWidth: -1, noRefs: true });
}
