import { type Form, listOf } from './form.ts';
import { textLike } from './simple.ts';

/** SERVICE or SERVICE:ALIAS, each once. */
export const links: Form<string[]> = listOf(
  {
    ...textLike(/^[\w.-]+(:[\w.-]+)?$/, ''),
    normalise: (value, { fail }) =>
      /^[\w.-]+(:[\w.-]+)?$/.test(value as string)
        ? (value as string)
        : fail([], `"${value}" is not a link`, 'write SERVICE or SERVICE:ALIAS'),
  },
  'a list of services',
  { last: (link) => link },
);
