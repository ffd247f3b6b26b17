import { type Form, listOf } from './form.ts';
import { either, integer, text } from './shapes.ts';

/** PORT[-PORT][/PROTOCOL], each once. */
export const exposed: Form<string[]> = listOf(
  {
    shape: either('a port', text, integer()),
    merge: { kind: 'deep' },
    normalise: (value, { fail }) =>
      /^\d{1,5}(-\d{1,5})?(\/(tcp|udp|sctp))?$/i.test(String(value))
        ? String(value)
        : fail([], `"${value}" is not a port to expose`, 'write PORT[/PROTOCOL], as in "6379"'),
  },
  'a list of ports',
  { last: (port) => port },
);
