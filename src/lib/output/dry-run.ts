import type { ShipCommands } from '../deploy/index.ts';
import type { Plan, Step } from '../plan/index.ts';
import { adoptedTexts } from './plan-text.ts';
import { plain } from './width.ts';

/** A plan as a runbook: valid sh per ship, all else in comments. No newline at the end. */
export function dryRunText(plan: Plan, commands: readonly ShipCommands[]): string {
  const ships = [...new Set(commands.map(({ ship }) => ship))];
  const blocks = ships.map((ship) => [
    comment(`ship ${ship}`),
    ...commands.filter((command) => command.ship === ship).flatMap((command) => commandLines(command, plan)),
  ]);
  const remarks = [
    ...adoptedTexts(plan).map((text) => comment(`adopted: ${text}`)),
    ...plan.unknown.map(({ replica, ship, why }) => comment(`unknown: ${replica} on ${ship}: ${why}`)),
    ...plan.warnings.map((warning) => comment(`warning: ${warning}`)),
    ...plan.risky.map((risk) => comment(`wants a yes: ${risk}`)),
  ];
  const all = [...blocks, ...(remarks.length > 0 ? [remarks] : [])];
  return all.length > 0 ? all.map((lines) => lines.join('\n')).join('\n\n') : comment('nothing to do');
}

function commandLines({ ship, subject, lines }: ShipCommands, plan: Plan): string[] {
  const steps = plan.steps.filter((step) => step.ship === ship && step.subject === subject);
  return [comment(subject), ...elsewhere(steps, plan).map((other) => comment(`  after ${other}`)), ...lines];
}

/** What these steps wait for on other ships: one ship's commands read alone do not show it. */
function elsewhere(steps: readonly Step[], plan: Plan): string[] {
  const wanted = new Set(steps.flatMap(({ after }) => after));
  const here = new Set(steps.map(({ ship }) => ship));
  const others = plan.steps.filter((step) => wanted.has(step.id) && !here.has(step.ship) && step.kind !== 'record');
  return [...new Set(others.map((step) => `${step.subject} on ${step.ship}`))];
}

/** One line of comment: a newline inside would begin a command. */
function comment(text: string): string {
  return `# ${plain(text.replaceAll('\n', ' '))}`;
}
