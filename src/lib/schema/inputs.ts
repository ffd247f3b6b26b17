import type { Merge, Shape } from './row.ts';
import { either, list, object, text, yesOrNo } from './shapes.ts';
import { textOr, textsAnyhow } from './simple.ts';

/** A key of a service that says something about other keys, and is gone from the canonical form. */
export interface InputRow {
  shape: Shape;
  merge: Merge;
  doc: string;
}

const envFile = object({ path: text, required: yesOrNo, format: text }, 'a map with path', ['path']);

/** Keys that are read, and then stand in others: `env_file` in environment, `label_file` in labels. */
export const inputs: Readonly<Record<'env_file' | 'label_file' | 'pull_refresh_after', InputRow>> = {
  env_file: {
    shape: either(
      'a file or a list of files',
      text,
      list(either('a file or a map with path', text, envFile), 'a list of files'),
    ),
    merge: { kind: 'append' },
    doc: 'Files of variables, read on this machine; environment wins over them, a later file over an earlier one.',
  },
  label_file: {
    ...textOr(textsAnyhow('a list of files')),
    doc: 'Files of labels, read on this machine; labels wins over them, a later file over an earlier one.',
  },
  pull_refresh_after: {
    shape: text,
    merge: { kind: 'replace' },
    doc: 'Read, and of no effect, as in Compose: pull_policy says every_DURATION.',
  },
};
