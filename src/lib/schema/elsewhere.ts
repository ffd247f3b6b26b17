import { type Form, fields } from './form.ts';
import { named } from './named.ts';
import { either, list, map, scalar } from './shapes.ts';
import { text } from './simple.ts';
import type { ModelReference, Provider } from './types.ts';

const several: Form<Record<string, string[]>> = {
  shape: map(either('a value or a list of values', scalar, list(scalar, 'a list of values')), 'a map of options'),
  merge: { kind: 'deep' },
  normalise: (value) => {
    const entries = Object.entries(value as Record<string, unknown>);
    return Object.fromEntries(entries.map(([name, said]) => [name, [said].flat().map(String)]));
  },
};

export const provider: Form<Provider> = fields<Provider>({ type: text, options: several }, 'a map with type', ['type']);

export const models: Form<Record<string, ModelReference | null>> = named(
  fields<ModelReference>({ endpoint_var: text, model_var: text }, 'a map with endpoint_var and model_var'),
  'models',
  'a map with endpoint_var and model_var',
);
