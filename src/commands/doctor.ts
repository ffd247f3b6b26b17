import type { Project } from '../lib/compose/index.ts';
import { type Observed, type Sighting, type Tried, tryFrom } from '../lib/fleet/index.ts';
import { findingsJson, findingsText, wantsColor } from '../lib/output/index.ts';
import {
  type Answer,
  type Call,
  callsOf,
  findings,
  type Plan,
  planAnywhere,
  planStart,
  statusOf,
} from '../lib/plan/index.ts';
import { Problem } from '../lib/problem.ts';
import { asksForJson, formatFlags, globalFlags, Verb } from './shared/base.ts';
import { withContents } from './shared/cargo.ts';
import { EVERYTHING } from './shared/change.ts';
import { newIdentity } from './shared/identity.ts';
import { sight } from './shared/sight.ts';

export default class Doctor extends Verb {
  static override summary = 'Say what would stop a deploy on each ship, and what helps.';
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --format json'];
  static override flags = { ...globalFlags, ...formatFlags };

  async run(): Promise<void> {
    this.wantsJson = asksForJson(this.argv);
    const { flags } = await this.parse(Doctor);
    const { project } = await withContents(await this.project(flags), []);
    planAnywhere(project);
    const connect = this.connectOptions(flags);
    const sections = [...EVERYTHING, 'gear', 'machine'] as const;
    const sightings = await sight(project, { sections, connect, keep: true, twins: true });
    try {
      const fleet = sightings.map(({ observed }) => observed);
      const plan = planned(project, fleet);
      const entered = sightings.flatMap((one) => (one.entered ? [one.ship.name] : []));
      const scene = { project, fleet, entered, places: plan instanceof Problem ? [] : plan.places };
      const calls = callsOf(scene).filter(({ ship }) => !flags.ship || flags.ship.includes(ship));
      const answers = await answersTo(calls, sightings);
      const all = findings(scene, plan instanceof Problem ? plan : undefined, answers);
      const found = all.filter(({ ship }) => ship === undefined || !flags.ship || flags.ship.includes(ship));
      const color = wantsColor(process.stdout, process.env);
      process.stdout.write(`${this.wantsJson ? findingsJson(found) : findingsText(found, { color })}\n`);
      process.exitCode = statusOf(found);
    } finally {
      for (const { session } of sightings) session?.close();
    }
  }
}

/** What a start would do, or why it would do nothing. */
function planned(project: Project, fleet: readonly Observed[]): Plan | Problem {
  try {
    return planStart(project, fleet, { ...newIdentity(), run: true, services: [], removeOrphans: false });
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** Tries all calls that can be tried, those of a ship in one go. */
async function answersTo(calls: readonly Call[], sightings: readonly Sighting[]): Promise<Answer[]> {
  const tried = sightings.map(async ({ ship, session }): Promise<Answer[]> => {
    const own = calls.filter((call) => call.ship === ship.name);
    const open = own.filter(({ untried }) => untried === undefined);
    const outcomes =
      session && open.length > 0
        ? await tryFrom(
            ship,
            session,
            open.map(({ shells, to }) => ({ shells, to })),
          )
        : [];
    return own.map((call) => ({ call, ...(outcomes[open.indexOf(call)] ?? untried(call)) }));
  });
  return (await Promise.all(tried)).flat();
}

function untried({ untried: words = '' }: Call): Tried {
  return { outcome: 'untried', words };
}
