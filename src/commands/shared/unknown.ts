import { nearest } from '../../lib/compose/index.ts';
import { Problem } from '../../lib/problem.ts';
import { GLOBAL } from './argv.ts';
import { notOffered } from './not-offered.ts';
import { aliases, verbs } from './verbs.ts';

/** Letters from which on the beginning of a name is taken for the name; with fewer than two nothing is. */
const BEGINNING = 3;

/** Words for what a verb does that others have for it, and are no typing errors. */
const OTHERS: Readonly<Record<string, string>> = {
  apply: 'start',
  deploy: 'start',
  update: 'start',
  delete: 'down',
  destroy: 'down',
  remove: 'rm',
  list: 'ps',
  status: 'ps',
  shell: 'exec',
  ssh: 'exec',
  check: 'doctor',
  copy: 'cp',
};

/** `: did you mean NAME?` where one of the names is the only one that begins so, or is near. */
export function hint(typed: string, names: readonly string[]): string {
  const dashes = /^-*/.exec(typed)?.[0] ?? '';
  const word = typed.slice(dashes.length);
  const plain = names.filter((name) => name.startsWith(dashes)).map((name) => name.slice(dashes.length));
  const meant = word.length < 2 ? undefined : (onlyOne(word, plain) ?? nearest(word, likelyFirst(word, plain)));
  return meant === undefined ? '' : `: did you mean ${dashes}${meant}?`;
}

function onlyOne(typed: string, names: readonly string[]): string | undefined {
  const longer = typed.length < BEGINNING ? [] : names.filter((name) => name.startsWith(typed));
  return longer.length === 1 ? longer[0] : undefined;
}

/** Who types a word wrong mostly begins it right. */
function likelyFirst(typed: string, names: readonly string[]): string[] {
  const begins = (name: string) => (name[0] === typed[0] ? 0 : 1);
  return names.toSorted((a, b) => begins(a) - begins(b));
}

const NAMES = [...Object.keys(verbs), ...Object.keys(aliases)];

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
  const meant = Object.hasOwn(OTHERS, name) ? `: did you mean ${OTHERS[name]}?` : hint(name, NAMES);
  return new Problem({
    what: `there is no verb ${name}${meant}`,
    remedy: 'compowarm help',
  });
}
