import { type Form, fields, listOf } from './form.ts';
import { hook } from './hooks.ts';
import { either, nothing } from './shapes.ts';
import { flag, oneOf, text, textOr, textsAnyhow } from './simple.ts';
import type { Service, WatchTrigger } from './types.ts';

const patterns = textOr(textsAnyhow('a list of patterns'));

const trigger = fields<WatchTrigger>(
  {
    path: { ...text, normalise: (value, { absolute }) => absolute([], value as string) },
    action: oneOf('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
    target: text,
    exec: hook,
    include: patterns,
    ignore: patterns,
    initial_sync: flag,
  },
  'a map with path and action',
  ['path', 'action'],
);

/** Compose prints a command that runs, even where there is none. */
const whole: Form<WatchTrigger> = {
  ...trigger,
  normalise: (value, context) => ({ exec: { command: null }, ...(trigger.normalise(value, context) as WatchTrigger) }),
};

const said = fields<NonNullable<Service['develop']>>(
  { watch: listOf(whole, 'a list of triggers') },
  'a map with watch',
);

export const develop: Form<NonNullable<Service['develop']>> = {
  shape: either('a map with watch', said.shape, nothing),
  merge: said.merge,
  normalise: (value, context) => (value === null ? undefined : said.normalise(value, context)),
};
