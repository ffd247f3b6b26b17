import { storedAt, toRunbook } from '../docker/index.ts';
import type { Meaning, Plan, Step } from '../plan/index.ts';
import { commandsOf } from './programs.ts';
import type { ShipContext } from './types.ts';

/** The commands of one step, as a person may type them on its ship. */
export interface ShipCommands {
  ship: string;
  subject: string;
  lines: string[];
}

/** A plan as commands for people, in its order; masked values stand as `"$NAME"`. */
export function runbookOf(plan: Plan, contexts: ReadonlyMap<string, ShipContext>): ShipCommands[] {
  return plan.steps.filter(isWayForward).flatMap((step) => {
    const context = contexts.get(step.ship);
    const lines = context
      ? [...remarksOf(step, context), ...commandsOf(step, context).map((command) => toRunbook(command, context.docker))]
      : [];
    const subject = step.kind === 'refresh' ? `${step.subject}, where ${meanings(step.unless)}` : step.subject;
    return lines.length > 0 ? [{ ship: step.ship, subject, lines }] : [];
  });
}

/** What is done when all goes well. */
function isWayForward({ kind }: Step): boolean {
  return kind !== 'revert';
}

function meanings(unless: readonly Meaning[]): string {
  return unless.map(({ kind, name, id }) => `${kind} ${name} is no longer ${id}`).join(' or ');
}

/** What is done without docker, as comments. */
function remarksOf(step: Step, { stamp: { store } }: ShipContext): string[] {
  if (step.kind === 'tidy') return [`# of ${store}.files go ${step.ids.join(' ')}`];
  if (step.kind === 'remove' && step.target === 'data') {
    return [`# ${storedAt(store, { by: 'keep', id: step.name })} goes`];
  }
  if (step.kind === 'forget') return [`# of ${store}.deploys go ${step.deploys.join(' ')}`];
  if (step.kind === 'build') return step.file ? ['# its context comes from this machine'] : [];
  if (step.kind !== 'bring') return [];
  const { file } = step;
  return [`# it comes from this machine to ${storedAt(store, file)}`];
}
