/** What a text is as a shell's words, or why it is none. */
export type Split = { words: string[] } | { problem: string; remedy: string };

const operators = ';&|<>()`';
/** Compose reads these two after a backslash as the characters they stand for. */
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

/**
 * Splits a command into words as Compose does: single quotes are literal, a backslash anywhere else escapes one
 * character, nothing is expanded. Where Compose's splitter silently stops (an unquoted `;`, `&`, `|`, `<` or `>`) or
 * gives up, the answer says why.
 */
export function splitWords(text: string): Split {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\' && quote !== "'") {
      const next = text.charAt(++i);
      if (next === '') return { problem: 'ends in a backslash', remedy: 'write the backslash twice, or leave it out' };
      word = (word ?? '') + (escapes[next] ?? next);
    } else if (char === quote) {
      quote = '';
    } else if (quote !== '') {
      word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (operators.includes(char)) {
      return operator(char);
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== '')
    return { problem: `has a ${quote} that is never closed`, remedy: 'close the quote, or write a list of words' };
  return { words: word === undefined ? words : [...words, word] };
}

function operator(char: string): Split {
  return {
    problem: `has an unquoted ${char}, and no shell reads it`,
    remedy: `quote the ${char}, or call a shell: ["sh", "-c", "..."]`,
  };
}
