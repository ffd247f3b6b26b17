import { quote, type UsedImage, usedImage } from '../docker/index.ts';
import type { Frame } from '../fleet/index.ts';
import type { Replica, Step } from '../plan/index.ts';
import type { Progress } from './progress.ts';

/** The container that a step left running, if it did. */
function runs(step: Step): string | undefined {
  if (step.kind === 'start' || step.kind === 'restart') return step.container;
  return 'run' in step && step.run && !step.spec.oneoff ? step.spec.name : undefined;
}

/** The container that a step made, if it did. */
function makes(step: Step): string | undefined {
  return 'spec' in step && !step.spec.oneoff ? step.spec.name : undefined;
}

/** A program that asks what a glance is for; undefined where there is nothing to see. */
export function glanceProgram(steps: readonly Step[]): string | undefined {
  const started = steps.flatMap((step) => runs(step) ?? []);
  const made = steps.flatMap((step) => makes(step) ?? []);
  const parts = [
    ...(made.length > 0 ? [imageProgram(made.map(quote).join(' '))] : []),
    ...(started.length > 0 ? [crashProgram(started.map(quote).join(' '))] : []),
  ];
  return parts.length > 0 ? parts.join('\n') : undefined;
}

/** Names what of the containers has crashed, with its last log lines. */
function crashProgram(names: string): string {
  return `docker inspect --format '{{.Name}} {{.State.Status}} {{.State.ExitCode}}' ${names} | while read -r i s c; do
  case "$s $c" in
    running* | paused* | 'exited 0') ;;
    *) last_log "\${i#/}"; say "$i" "crashed it is $s (exit $c)" >&5 ;;
  esac
done`;
}

/** A container's name, the ID of its image, and its volumes: `NAME:PLACE`. */
const MADE = `'{{.Name}} {{.Image}}{{range .Mounts}}{{if eq .Type "volume"}} {{.Name}}:{{.Destination}}{{end}}{{end}}'`;

/**
 * Tells from which image each container was made, with the volumes that it has, and where the images can be pulled from
 * again.
 */
function imageProgram(names: string): string {
  return `docker inspect --format ${MADE} ${names} | while read -r i m; do say "$i" "image $m" >&5; done
m=$(docker inspect --format '{{.Image}}' ${names} | sort -u)
[ -z "$m" ] || docker image inspect --format '{{.Id}} {{range .RepoDigests}}{{.}} {{end}}' $m | while read -r i d; do
  say "$i" "digests $d" >&5
done`;
}

/** What a glance found besides crashes. */
export interface Seen {
  /** Container, as docker prints it -> the ID of its image, and where it has volumes that docker named. */
  images: Map<string, { id: string; volumes: string[] }>;
  /** ID of an image -> its digests. */
  digests: Map<string, string[]>;
}

/** Frames of a glance carry the container's name, as docker prints it, or an image's ID, in the place of the step. */
export function readGlance(frame: Frame, steps: readonly Step[], progress: Progress, seen: Seen): void {
  if (frame.word === 'image') seen.images.set(frame.step, readMade(frame.text));
  if (frame.word === 'digests') seen.digests.set(frame.step, frame.text.split(' '));
  const step = steps.find((one) => frame.step.slice(1) === runs(one));
  if (!step) return;
  if (frame.word === 'log') progress.output(step.id, 'log', frame.text);
  if (frame.word === 'crashed') progress.failed(step.id, `it started, but ${frame.text}`);
}

function readMade(text: string): { id: string; volumes: string[] } {
  const [id = '', ...mounts] = text.split(/ (?=[^ /]+:\/)/);
  return { id, volumes: mounts.flatMap((mount) => /^[0-9a-f]{64}:(.*)$/.exec(mount)?.[1] ?? []) };
}

/** What the replicas that steps made were made from. */
export function imagesMade(steps: readonly Step[], { images, digests }: Seen): Record<Replica, UsedImage> {
  return Object.fromEntries(
    steps.flatMap((step) => {
      const made = images.get(`/${makes(step)}`);
      if (!made || !('spec' in step)) return [];
      const { id, volumes } = made;
      return [[step.subject, usedImage(id, step.spec.config.image, digests.get(id) ?? [], volumes)]];
    }),
  );
}
