import { stripVTControlCharacters } from 'node:util';

const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;
const EMOJI = /\p{Emoji_Presentation}|\uFE0F/u;
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

let segmenter: Intl.Segmenter | undefined;

// Made when it is needed: that takes longer than reading a file.
function clusters(text: string): string[] {
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function clusterWidth(cluster: string): number {
  if (INVISIBLE.test(cluster)) return 0;
  return WIDE.test(cluster) || EMOJI.test(cluster) ? 2 : 1;
}

/** Columns that a terminal gives to a text: wide characters count two, colour and combining marks none. */
export function displayWidth(text: string): number {
  return clusters(stripVTControlCharacters(text)).reduce((sum, cluster) => sum + clusterWidth(cluster), 0);
}

/** Blanks on the right up to `width` columns; a longer text stays as it is. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** At most `width` columns: a longer text loses its end, and its colour, to `…`. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? '' : `${head(stripVTControlCharacters(text), width - 1)}…`;
}

/** The longest beginning of an uncoloured text that `width` columns hold. */
function head(text: string, width: number): string {
  let used = 0;
  let kept = '';
  for (const cluster of clusters(text)) {
    used += clusterWidth(cluster);
    if (used > width) break;
    kept += cluster;
  }
  return kept;
}

/** One line of a ship's own text made safe to print: no escape sequence, no control character, no trailing blank. */
export function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll('\t', '  ')
    .replace(/\p{Cc}/gu, '')
    .trimEnd();
}

/** The lines of a ship's own text, each made safe, empty ones left out. */
export function plainLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map(plain)
    .filter((line) => line !== '');
}

/**
 * Breaks a line at blanks so that no piece is wider than `width`; what follows is indented like the line, and `hang`
 * more. A word wider than that is broken anywhere.
 */
export function wrap(text: string, width: number, hang = 0): string[] {
  if (displayWidth(text) <= width) return [text];
  const indent = `${/^ */.exec(text)?.[0] ?? ''}${' '.repeat(hang)}`;
  const room = Math.max(2, width - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(/(?<=\S)(?=\s)/).flatMap((word) => breakWord(word, room))) {
    if (line.trim() !== '' && displayWidth(line + piece) > width) {
      lines.push(line);
      line = indent + piece.trimStart();
    } else {
      line += piece;
    }
  }
  return [...lines, line];
}

function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = word;
  while (displayWidth(rest.trimStart()) > width) {
    const piece = head(stripVTControlCharacters(rest).trimStart(), Math.max(2, width));
    pieces.push(piece);
    rest = stripVTControlCharacters(rest).trimStart().slice(piece.length);
  }
  return [...pieces, rest];
}
