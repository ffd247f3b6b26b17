import { frame, type Item, shipKey, stepKey } from './frame.ts';
import { endedLines } from './plain.ts';
import type { ProgressStream, Stage, View } from './stage.ts';
import { isShown } from './step-view.ts';
import { wrap } from './width.ts';

type Listr2 = typeof import('listr2');

/**
 * A line a ship with its steps under it, drawn ten times a second until all is over, and once more to stay. listr2 keeps
 * the terminal (spinner, cursor, redrawing); what stands in a frame comes from the views alone. It is slow to load, so
 * events may be ahead of it.
 */
export function liveView(stage: Stage): View {
  const ids = [...stage.views.keys()];
  let isOver = false;
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const rows = () => (isOver ? Number.POSITIVE_INFINITY : (stage.stream.rows ?? 24) - 1);
  const drawing = import('listr2').then((listr2) => {
    const Renderer = rendererOf(listr2, stage.stream, () => frame(stage, ids, rows()));
    return tasks(listr2, Renderer, stage, ids, over).run();
  });
  // finish() tells; until then a failure to load is nobody's.
  drawing.catch(() => {});
  return {
    changed() {},
    async finish() {
      isOver = true;
      end();
      await drawing;
      const strangers = [...stage.views.values()].filter((view) => !ids.includes(view.id) && isShown(view));
      for (const view of strangers) stage.stream.write(`${endedLines(view, stage).join('\n')}\n`);
    },
  };
}

type Renderer = Listr2['DefaultRenderer'];
type Drawn = InstanceType<Renderer>;

/** listr2's own renderer, with every mark and text taken from the frame: a task's title is its key there. */
function rendererOf({ DefaultRenderer }: Listr2, stream: ProgressStream, next: () => Map<string, Item>): Renderer {
  // The redrawing below listr2 takes the width once: a terminal that grows is not followed.
  const widest = stream.columns ?? 80;
  let current = next();
  return class extends DefaultRenderer {
    // listr2 asks standard output whether there is a terminal, and this view is drawn on standard error.
    static override nonTTY = true;

    override create(options?: Parameters<Drawn['create']>[0]): string {
      current = next();
      return super.create(options);
    }

    protected override style(task: Parameters<Drawn['style']>[0]): string {
      return current.get(task.title ?? '')?.mark || super.style(task);
    }

    protected override format(key: string, icon: string, level: number): string[] {
      const indent = ' '.repeat(level * 2);
      const width = Math.min(widest, stream.columns ?? widest) - indent.length - 3;
      const lines = current.get(key)?.lines ?? [];
      return lines.flatMap((line, i) =>
        wrap(line, width).map((piece, j) => `${indent}${i + j > 0 ? ' ' : icon} ${piece}`),
      );
    }
  };
}

/** Tasks that do nothing but stand there until all is over. */
function tasks(
  { Listr, ListrLogger, ProcessOutput }: Listr2,
  renderer: Renderer,
  stage: Stage,
  ids: string[],
  over: Promise<void>,
) {
  const output = stage.stream as NodeJS.WriteStream;
  const ships = [...new Set(ids.flatMap((id) => stage.views.get(id)?.ship ?? []))];
  const stepsOf = (ship: string) =>
    ids.filter((id) => stage.views.get(id)?.ship === ship).map((id) => ({ title: stepKey(id), task: () => over }));
  return new Listr(
    ships.map((ship) => ({
      title: shipKey(ship),
      task: (_: unknown, task) => task.newListr(stepsOf(ship), { concurrent: true }),
    })),
    {
      concurrent: true,
      renderer,
      rendererOptions: {
        collapseSubtasks: false,
        logger: new ListrLogger({ processOutput: new ProcessOutput(output, output) }),
        color: { PENDING: (text?: string) => stage.paint('cyan', text ?? '') },
      },
      // listr2 would end the process at Ctrl-C; the deploy has to end first.
      registerSignalListeners: false,
    },
  );
}
