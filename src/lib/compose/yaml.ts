import { isDate, resolveScalar } from './scalars.ts';

/** What needs no quotes by its form: no indicator at its beginning, no `: ` and no ` #` in it, no blank at its end. */
const bare = /^(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|[-?:](?=\S))(?:[^\s:#]| +(?=[^\s#])|:(?=\S)|(?<=\S)#)*$/;
/** What some reader of YAML takes for true, false, a number or a merge, though it is a text here. */
const other =
  /^(?:y|n|yes|no|on|off|<<|=|[-+]?\.(?:inf|nan)|[-+]?(?=[._]*\d)(?:0[xbo][-+\da-f_]*|[\d_]*\.?[\d_]*(?:e[-+\d_]*)?|[\d_]+(?::\d\d?)+(?:\.\d*)?))$/i;
/** What cannot be seen, or may not be in YAML: it is written as an escape. */
const unseen = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufeff\ufffe\uffff]/u;
const allUnseen = new RegExp(unseen, 'gu');
/** Several lines that can stand as they are, up to an end of line at their end. */
const lines = /^\S(?:.*\S)?\n?$/s;

/** Plain data as YAML: long lines stay whole, nothing is written as an alias, and what is undefined is left out. */
export function toYaml(data: object): string {
  return `${write(data, '\n')}\n`;
}

/** A value whose further lines begin with `next`: an end of line and what they are indented by. */
function write(value: unknown, next: string): string {
  if (typeof value === 'string') return canBeBlock(value) ? block(value, next) : oneLine(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map((item) => `- ${write(item, `${next}  `)}`).join(next) || '[]';
  const pairs = Object.entries(value).flatMap(([key, below]) => {
    if (below === undefined) return [];
    const written = write(below, `${next}  `);
    return `${oneLine(key)}:${isFilled(below) ? `${next}  ` : ' '}${written}`;
  });
  return pairs.join(next) || '{}';
}

function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).some((below) => below !== undefined);
}

function canBeBlock(text: string): boolean {
  return text.includes('\n') && lines.test(text) && !unseen.test(text.replace(/[\t\n]/g, ''));
}

function block(text: string, next: string): string {
  const isEnded = text.endsWith('\n');
  const written = (isEnded ? text.slice(0, -1) : text).split('\n');
  return `|${isEnded ? '' : '-'}${written.map((line) => (line === '' ? '\n' : next + line)).join('')}`;
}

function oneLine(text: string): string {
  if (unseen.test(text)) return JSON.stringify(text).replace(allUnseen, escaped);
  const isPlain = bare.test(text) && !other.test(text) && resolveScalar(text) === text && !isDate(text);
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`;
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
