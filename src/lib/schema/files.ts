import { type Form, fields, listOf } from './form.ts';
import type { NormaliseContext } from './row.ts';
import { either, integer, text as textShape } from './shapes.ts';
import { text } from './simple.ts';
import type { FileReference } from './types.ts';

/** A number is meant as it is (0440 in YAML is 288), a text in octal. */
function normaliseMode(value: unknown, { fail }: NormaliseContext): string {
  if (typeof value === 'number') return `0${value.toString(8)}`;
  if (/^[0-7]+$/.test(value as string)) return `0${Number.parseInt(value as string, 8).toString(8)}`;
  return fail([], `"${value}" is not a mode`, 'write it in octal, as in 0440');
}

const reference = fields<FileReference>(
  {
    source: text,
    target: text,
    uid: text,
    gid: text,
    mode: {
      shape: either('a mode such as 0440', integer(0), textShape),
      merge: { kind: 'deep' },
      normalise: normaliseMode,
    },
  },
  'a map with source and target',
  ['source'],
);

/** References to `configs` or `secrets`, one at a target; `folder` is where one without a target is. */
function references(
  folder: string,
  what: string,
  whole: (said: FileReference) => FileReference,
): Form<FileReference[]> {
  return listOf(
    {
      shape: either(`the name of a ${what} or a map`, textShape, reference.shape),
      merge: reference.merge,
      normalise: (value, context) =>
        whole(typeof value === 'string' ? { source: value } : (reference.normalise(value, context) as FileReference)),
    },
    `a list of ${what}s`,
    { last: ({ source, target }) => target ?? `${folder}/${source}` },
  );
}

export const configReferences: Form<FileReference[]> = references('', 'config', (said) => said);

/** Compose names the target of a secret of a service; that of a build it does not. */
export const secretReferences: Form<FileReference[]> = references('/run/secrets', 'secret', (said) => ({
  ...said,
  target: said.target ?? `/run/secrets/${said.source}`,
}));
export const buildSecrets: Form<FileReference[]> = references('/run/secrets', 'secret', (said) => said);
