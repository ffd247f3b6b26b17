import {
  type Gauge,
  gauge,
  isReachable,
  isUnreachable,
  type Observed,
  readStats,
  type Sighting,
  type StatsRow,
  type StatsTold,
} from '../lib/fleet/index.ts';
import { board, lostLine, statsJson, statsTable, wantsColor } from '../lib/output/index.ts';
import { asksForJson, formatFlags, globalFlags, Verb } from './shared/base.ts';
import { Args, Flags } from './shared/oclif.ts';
import { sight } from './shared/sight.ts';
import { answer, tellBack, tellLost, tellUnreachable } from './shared/tell.ts';

/** States of containers that docker measures unless it is told to measure all. */
const RUNS: ReadonlySet<string> = new Set(['running', 'paused', 'restarting']);

/** How what was measured is put into words. */
interface Look {
  json: boolean;
  whole: boolean;
}

export default class Stats extends Verb {
  static override summary = 'Show what containers use of their ships, in one table that goes on.';
  static override examples = [
    '<%= config.bin %> stats --no-stream',
    '<%= config.bin %> stats --no-stream --format json redis',
  ];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = {
    ...globalFlags,
    all: Flags.boolean({ char: 'a', description: 'containers that do not run, too' }),
    'no-stream': Flags.boolean({ description: 'measure once, and end' }),
    'no-trunc': Flags.boolean({ description: 'nothing is cut, and IDs are shown in full' }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags, argv } = await this.parse(Stats);
    const services = argv as string[];
    const project = await this.project(flags, services);
    const connect = this.connectOptions(flags);
    const all = await sight(project, { sections: ['containers'], connect, keep: true });
    const sightings = all.filter(({ ship }) => !flags.ship || flags.ship.includes(ship.name));
    for (const one of all) if (!sightings.includes(one)) one.session?.close();
    const known = gauge(
      sightings.map(({ ship }) => ship.name),
      services,
    );
    const once = flags['no-stream'] || sightings.every(({ session }) => !session);
    for (const { ship, containers } of sightings.map(({ observed }) => observed).filter(isReachable)) {
      known.onSample(
        ship,
        containers.filter(({ state }) => flags.all || RUNS.has(state)),
      );
    }
    const look = { json: this.wantsJson, whole: flags['no-trunc'] };
    const request = { project: project.name, all: flags.all, once, connect };
    if (!once) return readStats(sightings, request, shown(known, sightings, look));
    const lost = new Map<string, string>();
    await readStats(sightings, request, { ...known, onLost: (ship, why) => lost.set(ship, why) });
    const fleet = sightings.map(({ ship, observed }): Observed => {
      const why = lost.get(ship.name);
      return why === undefined ? observed : { ship: ship.name, unreachable: why, remedy: '' };
    });
    answer(text(known.rows(), look), fleet);
  }
}

function text(rows: readonly StatsRow[], { json, whole }: Look): string {
  return json ? statsJson(rows, { whole }) : statsTable(rows, { whole, width: process.stdout.columns });
}

/** What is done with samples as they come. */
function shown(known: Gauge, sightings: readonly Sighting[], look: Look): StatsTold {
  if (process.stdout.isTTY && !look.json) return drawn(known, sightings, look);
  tellUnreachable(sightings.map(({ observed }) => observed));
  return {
    onSample: look.json ? printed(known, look) : inRounds(known, sightings, look),
    onLost(ship, why) {
      known.onLost(ship, why);
      tellLost(ship, why);
    },
    onBack(ship) {
      known.onBack(ship);
      tellBack(ship);
    },
  };
}

/** On a terminal: one table that changes, and the ships that are waited for under it. */
function drawn(known: Gauge, sightings: readonly Sighting[], look: Look): StatsTold {
  const color = wantsColor(process.stdout, process.env);
  for (const { observed } of sightings) if (isUnreachable(observed)) known.onLost(observed.ship, observed.unreachable);
  const { changed, close } = board(process.stdout, () =>
    [text(known.rows(), look), ...known.lost().map(({ ship, why }) => lostLine(ship, why, color))].join('\n'),
  );
  process.once('exit', close);
  const then =
    <Given extends unknown[]>(act: (...given: Given) => void) =>
    (...given: Given) => {
      act(...given);
      changed();
    };
  return { onSample: then(known.onSample), onLost: then(known.onLost), onBack: then(known.onBack) };
}

/** The containers of each ship as they are measured. */
function printed(known: Gauge, look: Look): StatsTold['onSample'] {
  return (ship, sample) => {
    known.onSample(ship, sample);
    print(text(known.rows(ship), look));
  };
}

/** A table whenever every ship that is heard has been measured once more. */
function inRounds(known: Gauge, sightings: readonly Sighting[], look: Look): StatsTold['onSample'] {
  const measured = new Set<string>();
  return (ship, sample) => {
    known.onSample(ship, sample);
    measured.add(ship);
    const lost = known.lost().map((one) => one.ship);
    const isWhole = sightings.every(
      ({ ship: { name }, session }) => measured.has(name) || lost.includes(name) || !session,
    );
    if (!isWhole) return;
    measured.clear();
    print(text(known.rows(), look));
  };
}

function print(answer: string): void {
  if (answer !== '') process.stdout.write(`${answer}\n`);
}
