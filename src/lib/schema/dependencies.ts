import { type Form, fields, mapOf } from './form.ts';
import { either, list, text } from './shapes.ts';
import { flag, oneOf, yesOrNo } from './simple.ts';
import type { Dependency } from './types.ts';
import { readNames } from './values.ts';

const said = fields<Dependency>(
  {
    condition: oneOf('service_started', 'service_healthy', 'service_completed_successfully'),
    required: yesOrNo,
    restart: flag,
  },
  'a map with condition',
  ['condition'],
);
const several = mapOf<Dependency>(
  { ...said, normalise: (value, context) => ({ required: true, ...said.normalise(value, context) }) as Dependency },
  'a map of services',
);

/** What a mere name stands for. */
const started = { condition: 'service_started', required: true };

export const dependencies: Form<Record<string, Dependency>> = {
  shape: either('a list of services or a map', list(text, 'a list of services'), several.shape),
  merge: { kind: 'names', value: started },
  normalise: (value, context) => several.normalise(readNames<unknown>(value, started, context), context),
};
