import { stepMessage } from '../../src/lib/fleet/frames.ts';
import type { Wire } from '../../src/lib/fleet/index.ts';
import { dockerFunction, lookCommand, type Section } from '../../src/lib/fleet/look.ts';
import { openWire } from '../../src/lib/fleet/wire.ts';
import { framesOf, type Land, land, type Running, type Shell } from './land.ts';

export const NONCE = '5ca1ab1e';

/** A docker that answers the look: an engine with nothing on it. Other commands are appended by tests. */
export const QUIET_DOCKER = `case $1 in
info) echo 'E:1 ["E:1","28.0.0","x86_64","linux",8589934592,4,"box",[],"",false,null]' ;;
esac`;

/** A shell that has looked and waits for steps, on a land of its own. */
export interface Deck {
  land: Land;
  shell: Running;
  wire: Wire;
  /** Sends a message of steps, each written as id, what it waits for, and its program. */
  send(...steps: [id: string, after: string[], program: string, behind?: string[]][]): void;
  /** Frames of steps so far, each as `STEP WORD TEXT`. */
  frames(): string[];
  /** Resolves when this frame has come. */
  heard(frame: string): Promise<void>;
  /** When all steps have ended, the end of input; resolves with all frames when the shell has ended. */
  finish(): Promise<string[]>;
}

export interface DeckOptions {
  docker?: string;
  sections?: Section[];
  /** The lock's words; none by default, so that any number of lands may be at once. */
  lock?: string;
  /** Changes the exec string before it runs. */
  edit?: (command: string) => string;
}

/** Runs the look of a land under a shell up to the point from which it takes steps. */
export async function deck(shell: Shell, options: DeckOptions = {}): Promise<Deck> {
  const place = await land(shell);
  await place.command('docker', options.docker ?? QUIET_DOCKER);
  const { sections = [], lock = ':', edit = (command) => command } = options;
  const request = { nonce: NONCE, project: 'demo', docker: ['docker'], sections, lock };
  const running = place.exec(edit(lookCommand(request)));
  await running.heard((line) => line === `@${NONCE} 0 look seen`);
  const wire = openWire({ close: () => running.child.stdin?.destroy() } as never, running, {
    nonce: NONCE,
    docker: dockerFunction(['docker']),
    folder: '',
  });
  const sent: string[] = [];
  const frames = () => framesOf(NONCE, running.lines).filter((frame) => !frame.startsWith('0 look'));
  return {
    land: place,
    shell: running,
    wire,
    send(...steps) {
      sent.push(...steps.map(([id]) => id));
      wire.send(steps.map((step) => stepMessage(...step)).join(''));
    },
    frames,
    heard: (frame) => running.heard((line) => framesOf(NONCE, [line])[0] === frame).then(() => undefined),
    async finish() {
      const over = (line: string) => /^@\w+ (\w+) (?:end|skipped)\b/.exec(line)?.[1];
      await Promise.all(sent.map((id) => running.heard((line) => over(line) === id)));
      wire.finish();
      await running.ended;
      return frames();
    },
  };
}

/** The frames of one step, without its number. */
export function ofStep(step: string, frames: readonly string[]): string[] {
  return frames.filter((frame) => frame.startsWith(`${step} `)).map((frame) => frame.slice(step.length + 1));
}
