import type { Plan, Step } from '../plan/index.ts';
import { shown, titleOf } from './kinds.ts';

/** A plan for programs, and for `start --plan`. */
export interface PlanJson {
  Project: string;
  Steps: StepJson[];
  Unchanged: string[];
  /** Containers that `docker compose` made and that stay. */
  Adopted: { Replica: string; Ship: string }[];
  Unknown: { Replica: string; Ship: string; Why: string }[];
  Risky: string[];
  Warnings: string[];
  Places: { Replica: string; Ship: string; Why: string }[];
}

interface StepJson {
  ID: string;
  Ship: string;
  Kind: Step['kind'];
  Subject: string;
  Why: string;
  Changes: { Field: string; Old?: string; New?: string }[];
  /** The steps that it waits for. */
  After: string[];
  /** Of a container that is to be: what it is made from, as a hash. */
  Hash?: string;
  /** Of a replacement: which container goes first. */
  Order?: 'start-first' | 'stop-first';
}

/** A plan as one JSON object; of what is masked no value. The same file and fleet give the same text. No newline at the end. */
export function planJson(plan: Plan): string {
  return JSON.stringify(asJson(plan), null, 2);
}

function asJson(plan: Plan): PlanJson {
  const steps = shown(plan.steps);
  const ids = new Map(steps.map(({ id }, index) => [id, String(index + 1)]));
  return {
    Project: plan.project,
    Steps: steps.map((step) => ({
      ID: ids.get(step.id) ?? '',
      Ship: step.ship,
      Kind: step.kind,
      Subject: step.subject,
      Why: step.why,
      Changes: step.changes.map(({ field, old, new: now }) => ({
        Field: field,
        ...(old === undefined ? {} : { Old: old }),
        ...(now === undefined ? {} : { New: now }),
      })),
      After: step.after.flatMap((id) => ids.get(id) ?? []),
      ...('spec' in step ? { Hash: step.spec.hash } : {}),
      ...('order' in step ? { Order: step.order } : {}),
    })),
    Unchanged: plan.unchanged,
    Adopted: (plan.adopted ?? []).map(({ replica, ship }) => ({ Replica: replica, Ship: ship })),
    Unknown: plan.unknown.map(({ replica, ship, why }) => ({ Replica: replica, Ship: ship, Why: why })),
    Risky: plan.risky,
    Warnings: plan.warnings,
    Places: plan.places.map(({ replica, ship, why }) => ({ Replica: replica, Ship: ship, Why: why })),
  };
}

/**
 * A plan that was saved.
 * @throws SyntaxError for a text that holds none
 */
export function readPlan(text: string): PlanJson {
  const saved = JSON.parse(text) as Partial<PlanJson> | null;
  const lists = [saved?.Steps, saved?.Places, saved?.Unknown, saved?.Risky];
  if (!lists.every(Array.isArray)) throw new SyntaxError('it has no steps');
  return { Adopted: [], ...saved } as PlanJson;
}

/**
 * What a plan does that a saved one did not, and the reverse, a line each: `+ 192.168.1.84: create redis-1 (...)`. None
 * where it does the same for the same reasons.
 */
export function sinceSaved(saved: PlanJson, plan: Plan): string[] {
  const [before, after] = [linesOf(saved), linesOf(asJson(plan))];
  return [...differing('-', before, after), ...differing('+', after, before)];
}

function differing(sign: string, lines: readonly Line[], others: readonly Line[]): string[] {
  const known = new Set(others.map(({ exact }) => exact));
  return lines.filter(({ exact }) => !known.has(exact)).map(({ text }) => `${sign} ${text}`);
}

/** For people, and to the letter. */
interface Line {
  text: string;
  exact: string;
}

function changeText({ Field, Old = '(none)', New = '(none)' }: StepJson['Changes'][number]): string {
  return `${Field}: ${Old} -> ${New}`;
}

function linesOf({ Project, Steps, Adopted, Unknown, Risky, Places }: PlanJson): Line[] {
  const line = (text: string, whole: unknown): Line => ({ text, exact: JSON.stringify(whole) });
  return [
    line(`project ${Project}`, Project),
    ...Steps.map(({ ID: _, After: __, ...step }) =>
      line(
        `${step.Ship}: ${titleOf(step.Kind, step.Subject)} (${[step.Why, ...step.Changes.map(changeText)].join('; ')})`,
        step,
      ),
    ),
    ...Adopted.map((one) => line(`adopted: ${one.Replica} on ${one.Ship}`, one)),
    ...Unknown.map((one) => line(`unknown: ${one.Replica} on ${one.Ship}: ${one.Why}`, one)),
    ...Risky.map((risk) => line(`wants a yes: ${risk}`, risk)),
    ...Places.map(({ Replica, Ship }) => line(`place of ${Replica}: ${Ship}`, [Replica, Ship])),
  ];
}
