import { type Form, within } from './form.ts';
import { either, list, map, nothing, text } from './shapes.ts';
import { readNames } from './values.ts';

/** A list of names, or a map from names to a form or to nothing: `what` are networks, say. */
export function named<T extends object>(form: Form<T>, what: string, says: string): Form<Record<string, T | null>> {
  return {
    shape: either(
      `a list of ${what} or a map`,
      list(text, `a list of ${what}`),
      map(either(says, form.shape, nothing), `a map of ${what}`),
    ),
    merge: { kind: 'names', value: null, each: form.merge },
    normalise: (value, context) => {
      const said = Object.entries(readNames<unknown>(value, null, context));
      const read = said.map(([name, how]) => {
        return [name, how === null ? null : (form.normalise(how, within(context, name)) ?? {})];
      });
      return read.length === 0 ? undefined : (Object.fromEntries(read) as Record<string, T | null>);
    },
  };
}
