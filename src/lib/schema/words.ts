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
      return operator(text.slice(i));
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== '') return unclosed(quote);
  return { words: word === undefined ? words : [...words, word] };
}

function unclosed(quote: string): Split {
  return { problem: `has a ${quote} that is never closed`, remedy: 'close the quote, or write a list of words' };
}

function operator(rest: string): Split {
  const [run = rest] = /^[;&|<>()`]+/.exec(rest) ?? [];
  return {
    problem: `has an unquoted ${run}, and no shell reads it`,
    remedy: `quote the ${run}, or call a shell: ["sh", "-c", "..."]`,
  };
}
