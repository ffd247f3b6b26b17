import { readFileSync } from 'node:fs';
import { load } from '../../../lib/compose/index.ts';
import { groups } from '../groups.ts';
import { loadOptions } from '../load-options.ts';
import { type Candidate, candidates, type Names } from './candidates.ts';
import { type Line, readLine, type Vocabulary } from './line.ts';

/**
 * Prints what may stand for the last of the words, a line each: the word, a tab, what it is; or `:files` or `:folders`,
 * which the shell finds by itself. A file that can't be read has no names.
 * @param words the name of the shell, then all words behind the program's name
 * @param written where the build has left all words that the program has
 */
export async function answer([shell = '', ...words]: readonly string[], written: URL): Promise<void> {
  const typed = shell === 'bash' ? ofBash(words) : words;
  const [current = '', ...before] = typed.toReversed();
  const vocabulary = await readVocabulary(written);
  const line = readLine(before.toReversed(), vocabulary);
  const found = await candidates(line, current, { vocabulary, groups, names: () => readNames(line) });
  const lines = [...found.words.map((one) => lineOf(one, shell)), ...(found.lookup ? [`:${found.lookup}`] : [])];
  process.stdout.write(lines.map((text) => `${text}\n`).join(''));
}

/** Bash breaks words at `=`, and takes only what stands behind it for the word; quotes are still there. */
function ofBash(words: readonly string[]): string[] {
  const whole: string[] = [];
  for (const [at, word] of words.entries()) {
    const isFlag = whole.at(-1)?.startsWith('--');
    if (isFlag && (word === '=' || words[at - 1] === '=')) whole.push(`${whole.pop()}${word}`);
    else whole.push(word);
  }
  return whole.map((word) => word.replace(/\\(.)|["']/g, '$1').replace(/^~(?=\/)/, process.env.HOME ?? '~'));
}

function lineOf({ value, description }: Candidate, shell: string): string {
  const word = shell === 'bash' ? value.replace(/^--[^=]+=/, '') : value;
  return description === '' ? word : `${word}\t${description}`;
}

/** What the build has written; where nothing is built, what the verbs say when they are all loaded. */
async function readVocabulary(written: URL): Promise<Vocabulary> {
  try {
    return JSON.parse(readFileSync(written, 'utf8'));
  } catch {
    return (await import('../describe.ts')).vocabulary();
  }
}

const NO_NAMES: Names = { services: [], ships: [], profiles: [] };

async function readNames({ given }: Line): Promise<Names> {
  const files = given.get('file');
  const [directory] = given.get('project-directory') ?? [];
  // what comes down standard input can't be read here
  if (files?.includes('-')) return NO_NAMES;
  try {
    const flags = { file: files, profile: ['*'], 'project-directory': directory, 'env-file': given.get('env-file') };
    const { services, ships } = await load(loadOptions(flags));
    const profiles = new Set(Object.values(services).flatMap((service) => service.profiles ?? []));
    return {
      services: Object.entries(services).map(([value, { image = '' }]) => ({ value, description: image })),
      ships: ships.map(({ name, host }) => ({ value: name, description: host === name ? '' : host })),
      profiles: [...profiles].map((value) => ({ value, description: '' })),
    };
  } catch {
    return NO_NAMES;
  }
}
