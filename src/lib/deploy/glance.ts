import { quote } from '../docker/index.ts';
import type { Frame } from '../fleet/index.ts';
import type { Step } from '../plan/index.ts';
import type { Progress } from './progress.ts';

/** The container that a step left running, if it did. */
function runs(step: Step): string | undefined {
  if (step.kind === 'start') return step.container;
  return 'run' in step && step.run ? step.spec.name : undefined;
}

/** A program that names what of these steps' containers has crashed, with its last log lines; undefined for none. */
export function glanceProgram(steps: readonly Step[]): string | undefined {
  const names = steps.flatMap((step) => runs(step) ?? []);
  if (names.length === 0) return undefined;
  return `docker inspect --format '{{.Name}} {{.State.Status}} {{.State.ExitCode}}' ${names.map(quote).join(' ')} | while read -r i s c; do
  case "$s $c" in
    running* | paused* | 'exited 0') ;;
    *) last_log "\${i#/}"; say "$i" "crashed it is $s (exit $c)" >&5 ;;
  esac
done`;
}

/** Frames of a glance carry the container's name, as docker prints it, in the place of the step. */
export function readGlance(frame: Frame, steps: readonly Step[], progress: Progress): void {
  const step = steps.find((one) => frame.step.slice(1) === runs(one));
  if (!step) return;
  if (frame.word === 'log') progress.output(step.id, 'log', frame.text);
  if (frame.word === 'crashed') progress.failed(step.id, `it started, but ${frame.text}`);
}
