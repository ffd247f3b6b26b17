import { readSource, spool } from '../lib/files/index.ts';
import { type ContainerAt, type Picked, pickEach, type Sighting } from '../lib/fleet/index.ts';
import { newestRecord, size } from '../lib/plan/index.ts';
import { Problem } from '../lib/problem.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { type Cargo, copyIn, copyOut } from './shared/copy.ts';
import { copyWay, type Way } from './shared/copy-way.ts';
import { showCopying } from './shared/copying.ts';
import { inEach } from './shared/each.ts';
import { Args, Flags } from './shared/oclif.ts';
import { sight } from './shared/sight.ts';
import { tell } from './shared/tell.ts';

export default class Cp extends Verb {
  static override summary = 'Copy files and folders between this machine and containers, on whatever ship.';
  static override examples = [
    '<%= config.bin %> cp ./app.conf client:/etc/app.conf',
    '<%= config.bin %> cp redis:/data ./data',
    '<%= config.bin %> cp redis:/data - | tar -t',
  ];
  static override args = {
    source: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'SERVICE:PATH, a path of this machine, or - for a tar',
    }),
    target: Args.string({ ignoreStdin: true, required: true, description: 'where it goes, in the same words' }),
  };
  static override flags = {
    ...globalFlags,
    index: Flags.integer({ min: 1, helpValue: 'NUMBER', description: 'only the replica of this number' }),
    all: Flags.boolean({ description: 'also containers of run' }),
    archive: Flags.boolean({
      char: 'a',
      description: 'owners: to a container the user that it runs as, to this machine those there, which root can do',
    }),
    'follow-link': Flags.boolean({ char: 'L', description: 'copy what a symbolic link leads to' }),
  };

  async run(): Promise<void> {
    const { flags, args } = await this.parse(Cp);
    const way = copyWay(args.source, args.target);
    const project = await this.project(flags, [way.service]);
    if (way.direction === 'out' && way.local === '-' && process.stdout.isTTY) throw forNoTerminal(way);
    const isFile = way.direction === 'in' && way.local !== '-';
    const source = isFile ? await readSource(way.local, flags['follow-link']) : undefined;
    const connect = this.connectOptions(flags);
    const sightings = await sight(project, { sections: ['containers'], connect, keep: true });
    const copying = showCopying(process.stderr, () => performance.now());
    try {
      const fleet = sightings.map(({ observed }) => observed);
      const { record } = newestRecord(fleet);
      const choice = { service: way.service, index: flags.index, ships: flags.ship, running: false, record };
      const all = pickEach(fleet, { ...choice, oneoffs: flags.all });
      if (way.direction === 'out') {
        const from = all[0] as Picked;
        const copied = copyOut(placeOf(from, sightings), way, flags, copying.add);
        const { bytes, passedOver } = await copied.finally(copying.clear);
        for (const name of passedOver) tell(`warning: ${name} is a device or a pipe: it stays there`);
        tell(`copied ${size(bytes)} from ${nameOf(from)}`);
        return;
      }
      const cargo = source ? { source } : { tar: await standardInput(all.length) };
      process.exitCode = await inEach(all, fleet, async (picked) => {
        const bytes = await copyIn(placeOf(picked, sightings), way, cargo, flags, copying.add).finally(copying.clear);
        tell(`copied ${size(bytes)} to ${nameOf(picked)}`);
      });
    } finally {
      for (const { session } of sightings) session?.close();
    }
  }
}

/** It can be read once: for several containers it is kept. */
async function standardInput(times: number): Promise<Extract<Cargo, { tar: unknown }>['tar']> {
  return times > 1 ? spool(process.stdin) : { read: () => process.stdin };
}

function placeOf({ ship, container }: Picked, sightings: readonly Sighting[]): ContainerAt {
  const found = sightings.find((one) => one.ship.name === ship);
  if (!found?.session) throw new Error(`${ship} is not connected to`);
  return { ship: found.ship, session: found.session, container: container.name };
}

function nameOf({ ship, container }: Picked): string {
  return `${container.oneoff ? container.name : `${container.service}-${container.number}`} on ${ship}`;
}

function forNoTerminal({ service, path }: Way): Problem {
  return new Problem({
    what: 'a tar is not for a terminal',
    remedy: `send it on: compowarm cp ${service}:${path} - >FILE`,
  });
}
