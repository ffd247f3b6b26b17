import type { Position, Problem } from '../problem.ts';
import { type Paint, painter } from './colour.ts';
import { displayWidth, plain, plainLines } from './width.ts';

export interface ProblemTextOptions {
  color: boolean;
  /** Named before what is wrong: on a terminal shared with other programs. */
  program?: 'compowarm' | undefined;
}

/** Columns of a quoted line on either side of its caret; longer lines lose their ends. */
const AROUND = 60;

/** A problem for people: where and what, the line with a caret under it, why, and what to do. No newline at the end. */
export function problemText(problem: Problem, options: ProblemTextOptions): string {
  const { what, where, why, remedy } = problem.parts;
  const paint = painter(options.color);
  const lines = [
    `${options.program ? `${options.program}: ` : ''}${paint('bold', place(where))}${paint('red', plain(what.replaceAll('\n', ' ')))}`,
    ...(where && !('ship' in where) ? quoted(where, paint) : []),
    ...labelled('why:', why),
    ...labelled(paint('green', 'try:'), remedy),
  ];
  return lines.join('\n');
}

/** A problem for programs: one JSON object on one line, in the manner of Compose's names. */
export function problemJson(problem: Problem): string {
  const { what, where, why, remedy } = problem.parts;
  return JSON.stringify({
    Error: what,
    ...(where && 'ship' in where ? { Ship: where.ship } : {}),
    ...(where && 'file' in where ? { File: where.file, Line: where.line, Column: where.column } : {}),
    ...(why ? { Why: why } : {}),
    ...(remedy ? { Remedy: remedy } : {}),
    ExitCode: problem.exit,
  });
}

function place(where: Problem['parts']['where']): string {
  if (!where) return '';
  return 'ship' in where ? `ship ${where.ship}: ` : `${where.file}:${where.line}:${where.column}: `;
}

/** A text behind its label, further lines under its first. */
function labelled(label: string, text: string | undefined): string[] {
  return plainLines(text ?? '').map((line, i) => (i > 0 ? `       ${line}` : `  ${label} ${line}`));
}

function quoted(where: Position, paint: Paint): string[] {
  if (where.text === undefined) return [];
  const text = where.text.replace(/[^\P{Cc}\t]/gu, '?');
  const column = Math.min(where.column, text.length + 1) - 1;
  const from = Math.max(0, column - AROUND);
  const before = (from > 0 ? '…' : '') + text.slice(from, column);
  const after = text.slice(column, column + AROUND);
  const rest = column + AROUND < text.length ? '…' : '';
  const gutter = `  ${where.line} | `;
  // Tabs are kept, so that the caret stands under its character at any tab width.
  const blanks = before.replace(/[^\t]+/g, (run) => ' '.repeat(displayWidth(run)));
  return [
    paint('dim', gutter) + `${before}${after}${rest}`.trimEnd(),
    paint('dim', `${' '.repeat(gutter.length - 2)}| `) + blanks + paint('red', '^'),
  ];
}
