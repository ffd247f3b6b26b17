import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ShipContext } from '../../src/lib/deploy/index.ts';
import { programOf } from '../../src/lib/deploy/programs.ts';
import { lookAtFleet, stepMessage, type Wire } from '../../src/lib/fleet/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import { type Given, type PaperFleet, type PaperShip, paperFleet, type Reply } from '../paper/index.ts';
import { ship } from '../plan/helpers.ts';
import { contextOf } from './scripted.ts';

/** How a step went on a ship. */
export interface Went {
  /** Its frames: `begin`, `out TEXT`, `log TEXT`, `end CODE`. */
  frames: string[];
  /** Its docker commands, each as one line; of a `create` or `run` the flags are left out. */
  calls: string[];
}

/** A ship on paper whose shell takes steps. */
export interface Aboard {
  paper: PaperShip;
  context: ShipContext;
  /** Runs one step to its end, behind sh text. `answer` may answer for a docker command, which it gets as in `calls`. */
  perform(step: Step, answer?: (call: string, given: Given) => Reply | undefined, before?: string): Promise<Went>;
  wire: Wire;
  leave(): Promise<void>;
}

/** Goes aboard a new ship, on which a step's seconds pass at once: it waits by counting, not by the clock. */
export async function goAboard(): Promise<Aboard> {
  const fleet = await paperFleet(1);
  const [paper] = fleet.ships as [PaperShip];
  await quickSleep(paper);
  const wire = await openWire(fleet);
  const base = contextOf('ship1');
  const context = {
    ...base,
    engine: { ...base.engine, id: paper.engine.id, version: paper.engine.version },
    stamp: { ...base.stamp, store: path.join(paper.home, 'store/demo') },
  };
  let heard: (frame: string) => void = () => undefined;
  let steps = 0;
  wire.onFrame(({ word, text }) => heard(text === '' ? word : `${word} ${text}`));
  return {
    paper,
    context,
    wire,
    perform(step, answer = () => undefined, before = '') {
      const calls: string[] = [];
      paper.engine.intercept = (given) => {
        const call = brief(given.argv);
        calls.push(call);
        return answer(call, given);
      };
      const frames: string[] = [];
      return new Promise((resolve) => {
        heard = (frame) => {
          frames.push(frame);
          if (frame.startsWith('end ')) resolve({ frames, calls });
        };
        steps++;
        wire.send(stepMessage(String(steps), [], before + programOf(step, context)));
      });
    },
    async leave() {
      wire.finish();
      await wire.ended;
      await fleet.down();
    },
  };
}

/** The watchdog of the shell goes on sleeping as ever. */
async function quickSleep({ home }: PaperShip): Promise<void> {
  const text = '#!/bin/sh\ncase $1 in 0.5 | 1 | 2) ;; *) exec /bin/sleep "$@" ;; esac\n';
  await writeFile(path.join(home, '../bin/sleep'), text, { mode: 0o755 });
}

async function openWire(fleet: PaperFleet): Promise<Wire> {
  const [sighting] = await lookAtFleet([ship('ship1')], {
    project: 'demo',
    sections: [],
    connect: { sshConfig: fleet.sshConfig, acceptNewHostKeys: false, home: fleet.home, env: fleet.env, warn: () => {} },
    limit: 20_000,
    lock: () => ':',
  });
  if (!sighting?.wire) throw new Error('the ship on paper takes no steps');
  return sighting.wire;
}

function brief(argv: readonly string[]): string {
  const name = argv[argv.indexOf('--name') + 1];
  return argv[0] === 'create' || argv[0] === 'run' ? `${argv[0]} ${name}` : argv.join(' ');
}

/** What a docker command says that does not do it. */
export const refused: Reply = { code: 1, out: '', err: 'Error response from daemon: no\n' };
