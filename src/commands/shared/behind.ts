/** What is to be known of a flag to tell its value from the word behind it. */
interface FlagShape {
  type: string;
  char?: string;
  aliases?: string[];
}

/**
 * Parts the words of a verb that runs a command into its own flags, and the service with the command: these begin at the
 * first word that is neither a flag nor a flag's value, or behind `--`, and are anyone's flags from there on.
 */
export function partCommand(
  argv: readonly string[],
  flags: Readonly<Record<string, FlagShape>>,
): { own: string[]; words: string[] } {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') return { own: argv.slice(0, at), words: argv.slice(at + 1) };
    if (!word.startsWith('-') || word === '-') return { own: argv.slice(0, at), words: argv.slice(at) };
    if (takesNext(word, flags)) at++;
  }
  return { own: [...argv], words: [] };
}

function takesNext(word: string, flags: Readonly<Record<string, FlagShape>>): boolean {
  if (word.startsWith('--')) {
    const name = word.slice(2);
    const flag = flags[name] ?? Object.values(flags).find(({ aliases }) => aliases?.includes(name));
    return flag?.type === 'option';
  }
  // -it, -Turoot: the first that takes a value takes the rest, or else the next word
  const letters = [...word.slice(1)];
  const valued = letters.findIndex((letter) =>
    Object.values(flags).some(({ char, type }) => char === letter && type === 'option'),
  );
  return valued >= 0 && valued === letters.length - 1;
}
