// no `=` in front: zsh, where a runbook may be pasted, reads a command's path into it
const plain = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

/**
 * One word for a POSIX shell: as it is where no shell reads anything into it, else in single quotes.
 * What comes back through `sh` is the same word byte for byte, as long as it holds no NUL.
 */
export function quote(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Words as one line of shell. */
export function quoteAll(words: readonly string[]): string {
  return words.map(quote).join(' ');
}
