import type { Merge, Shape } from './row.ts';
import { either, integer, list, object, refused, text, yesOrNo } from './shapes.ts';

/** A key of a service that says something about other keys, and is gone from the canonical form. */
export interface InputRow {
  shape: Shape;
  merge: Merge;
  doc: string;
}

const envFile = object({ path: text, required: yesOrNo, format: refused('leave it out') }, 'a map with path', ['path']);

/** Keys that are read, and then stand in others: `env_file` in environment, `scale` in deploy.replicas. */
export const inputs: Readonly<Record<'env_file' | 'scale', InputRow>> = {
  env_file: {
    shape: either(
      'a file or a list of files',
      text,
      list(either('a file or a map with path', text, envFile), 'a list of files'),
    ),
    merge: { kind: 'append' },
    doc: 'Files of variables, read on this machine; environment wins over them, a later file over an earlier one.',
  },
  scale: { shape: integer(0), merge: { kind: 'deep' }, doc: 'The same as deploy.replicas.' },
};
