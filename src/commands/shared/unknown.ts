import { nearest } from '../../lib/compose/index.ts';
import { Problem } from '../../lib/problem.ts';
import { GLOBAL } from './argv.ts';
import { notOffered } from './not-offered.ts';
import { aliases, verbs } from './verbs.ts';

/** Letters from which on the beginning of a name is taken for the name. */
const BEGINNING = 3;

/** `: did you mean NAME?` where one of the names is near, or the only one that begins so. */
export function hint(typed: string, names: readonly string[]): string {
  if (typed.length < 2) return '';
  const meant = nearest(typed, likelyFirst(typed, names)) ?? onlyOne(typed, names);
  return meant === undefined ? '' : `: did you mean ${meant}?`;
}

/** Who types a word wrong mostly begins it right. */
function likelyFirst(typed: string, names: readonly string[]): string[] {
  const begins = (name: string) => (name[0] === typed[0] ? 0 : 1);
  return names.toSorted((a, b) => begins(a) - begins(b));
}

function onlyOne(typed: string, names: readonly string[]): string | undefined {
  const longer = typed.replace(/^-+/, '').length < BEGINNING ? [] : names.filter((name) => name.startsWith(typed));
  return longer.length === 1 ? longer[0] : undefined;
}

/** What is said of a word that stands where the verb should, and is none. */
export function unknownVerb(name: string): Problem {
  if (name.startsWith('-')) {
    return new Problem({
      what: `${name} is not a flag of all verbs${hint(name, GLOBAL)}`,
      why: 'only these go before a verb',
      remedy: 'put it behind the verb that takes it; compowarm help flags lists those of all',
    });
  }
  const other = Object.hasOwn(notOffered, name) ? notOffered[name] : undefined;
  if (other) {
    return new Problem({ what: `${name} is a verb of Docker Compose that is not offered here`, ...other });
  }
  return new Problem({
    what: `there is no verb ${name}${hint(name, [...Object.keys(verbs), ...Object.keys(aliases)])}`,
    remedy: 'compowarm help',
  });
}
