import { type Form, listOf } from './form.ts';
import { either, integer, text } from './shapes.ts';

/** PORT[-PORT][/PROTOCOL], each once. */
export const exposed: Form<string[]> = listOf(
  { shape: either('a port', text, integer()), merge: { kind: 'deep' }, normalise: (value) => String(value) },
  'a list of ports',
  { last: (port) => port },
);
