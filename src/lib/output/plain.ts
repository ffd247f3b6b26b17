import type { Stage, View } from './stage.ts';
import { details, logLine, outcome } from './step-text.ts';
import { isOpen, isShown, type StepView } from './step-view.ts';
import { displayWidth, pad, plainLines } from './width.ts';

const INDENT = '    ';
const WIDEST_SUBJECT = 30;

/** One line for each step that has ended, and under a failed one what docker and the container said. */
export function plainView(stage: Stage, quiet: boolean): View {
  const all = [...stage.views.values()].filter(isShown);
  const columns = {
    ship: Math.max(0, ...all.map(({ ship }) => displayWidth(ship))),
    subject: Math.min(WIDEST_SUBJECT, Math.max(0, ...all.map(({ subject }) => displayWidth(subject)))),
  };
  const write = (lines: string[]) => {
    if (lines.length > 0) stage.stream.write(lines.map((line) => `${line}\n`).join(''));
  };
  return {
    changed(view, event) {
      if (isOpen(view) || !isShown(view) || event.state === 'output') return;
      if (quiet && view.state === 'done') return;
      if (event.state !== 'log') write(endedLines(view, stage, columns));
      // The log of a container that fell over may come after the word that it did.
      else if (view.state === 'failed') write(plainLines(event.text ?? '').map((line) => INDENT + logLine(view, line)));
    },
    async finish() {},
  };
}

/**
 * A step that has ended, in lines: `192.168.1.84  redis-1  created (0.4s)`. `columns` are widths to line up with
 * others.
 */
export function endedLines(view: StepView, stage: Stage, columns = { ship: 0, subject: 0 }): string[] {
  const said = outcome(view, stage.clock(), stage.paint);
  return [
    `${pad(view.ship, columns.ship)}  ${pad(view.subject, columns.subject)}  ${said}`,
    ...details(view).map((line) => INDENT + line),
  ];
}
