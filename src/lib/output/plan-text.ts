import type { Change, Plan, Step } from '../plan/index.ts';
import { type Paint, painter } from './colour.ts';
import { KINDS, shown, tally, titleOf } from './kinds.ts';
import { displayWidth, pad, plain, wrap } from './width.ts';
import { count } from './words.ts';

export interface PlanTextOptions {
  color: boolean;
  /** The ships that answered, in order. */
  ships: readonly string[];
  /** Why every replica is where it is, too. */
  places?: boolean | undefined;
  /** Columns of the terminal; without it no line is broken. */
  width?: number | undefined;
}

/**
 * A plan for people: a tree by ship and step, what stays undone and why, and a footer that counts. No newline at the
 * end.
 */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const paint = painter(options.color);
  const steps = shown(plan.steps);
  const width = options.width ?? Number.POSITIVE_INFINITY;
  const blocks = [
    tree(steps, options.ships, width, paint),
    options.places ? places(plan, width, paint) : [],
    remarks(plan, width, paint),
    wrap(footer(plan, steps, options.ships.length), width, 2),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function tree(steps: readonly Step[], ships: readonly string[], width: number, paint: Paint): string[] {
  const signs = Math.max(0, ...steps.map(({ kind }) => KINDS[kind].sign.length));
  const titles = Math.max(0, ...steps.map((step) => displayWidth(title(step))));
  const order = [...new Set([...ships, ...steps.map(({ ship }) => ship)])];
  return order
    .map((ship) => ({ ship, its: steps.filter((step) => step.ship === ship) }))
    .filter(({ its }) => its.length > 0)
    .flatMap(({ ship, its }) => [
      paint('bold', `ship ${ship}`),
      ...its.flatMap((step) => stepLines(step, { signs, titles, width }, paint)),
    ]);
}

interface Columns {
  signs: number;
  titles: number;
  width: number;
}

function stepLines(step: Step, { signs, titles, width }: Columns, paint: Paint): string[] {
  const { sign, hue } = KINDS[step.kind];
  const start = signs + titles + 6;
  const [because = '', ...more] = wrap(plain(why(step)), Math.max(20, width - start));
  const first = `  ${paint(hue, pad(sign, signs))} ${pad(title(step), titles)}   ${paint('dim', because)}`.trimEnd();
  return [
    first,
    ...more.map((line) => ' '.repeat(start) + paint('dim', line)),
    ...step.changes.flatMap((change) => wrap(' '.repeat(signs + 5) + changeText(change), width, 2)),
  ];
}

/** `image differs, stop-first: it publishes port 80`. */
function why(step: Step): string {
  if (step.kind !== 'replace' && step.kind !== 'refresh') return step.why;
  if (step.order === 'start-first') return `${step.why}, start-first`;
  return step.forbids === undefined ? step.why : `${step.why}, stop-first: ${step.forbids}`;
}

function title({ kind, subject }: Step): string {
  return plain(titleOf(kind, subject));
}

/** `image: redis:6 -> redis:7`; a side that does not exist is `(none)`. */
function changeText({ field, old, new: now }: Change): string {
  if (old === undefined && now === undefined) return `${field}: changed`;
  return plain(`${field}: ${old ?? '(none)'} -> ${now ?? '(none)'}`.replaceAll('\n', '\\n'));
}

function places(plan: Plan, width: number, paint: Paint): string[] {
  const columns = Math.max(0, ...plan.places.map(({ replica }) => displayWidth(replica)));
  const title = plan.places.length > 0 ? [paint('bold', 'places')] : [];
  return [
    ...title,
    ...plan.places.flatMap(({ replica, ship, why }) =>
      wrap(plain(`  ${pad(replica, columns)}  on ${ship}: ${why}`), width, columns + 4),
    ),
  ];
}

function remarks(plan: Plan, width: number, paint: Paint): string[] {
  const remark = (hue: 'yellow' | 'red', label: string, text: string) =>
    wrap(`${label}: ${plain(text)}`, width, 2).map((line, i) =>
      i > 0 ? line : paint(hue, label) + line.slice(label.length),
    );
  return [
    ...adoptedTexts(plan).flatMap((text) => remark('yellow', 'adopted', text)),
    ...plan.unknown.flatMap(({ replica, ship, why }) => remark('yellow', 'unknown', `${replica} on ${ship}: ${why}`)),
    ...plan.warnings.flatMap((warning) => remark('yellow', 'warning', warning)),
    ...plan.risky.flatMap((risk) => remark('red', 'wants a yes', risk)),
  ];
}

/** Each container that is adopted: `web-1 on s1, which docker compose made`. */
export function adoptedTexts({ adopted = [] }: Pick<Plan, 'adopted'>): string[] {
  return adopted.map(({ replica, ship }) => `${replica} on ${ship}, which docker compose made`);
}

function footer(plan: Plan, steps: readonly Step[], ships: number): string {
  const { unchanged, unknown } = plan;
  const on = ` on ${count(ships, 'ship')}`;
  const open = unknown.length > 0 ? [`${unknown.length} unknown`] : [];
  if (steps.length > 0) {
    const same = unchanged.length > 0 ? [`${unchanged.length} unchanged`] : [];
    return [...tally(steps, 'planned'), ...same, ...open].join(', ') + on;
  }
  const verb = unchanged.length === 1 ? 'is' : 'are';
  const same = unchanged.length > 0 ? [`${count(unchanged.length, 'container')}${on} ${verb} as the file says`] : [];
  const rest = [...same, ...open].join('; ');
  return rest === '' ? 'nothing to do' : `nothing to do: ${rest}`;
}
