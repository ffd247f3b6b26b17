import { isReachable, pick, publishedAt } from '../lib/fleet/index.ts';
import { newestRecord } from '../lib/plan/index.ts';
import { Problem } from '../lib/problem.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { Args, Flags } from './shared/oclif.ts';
import { fleetOf } from './shared/sight.ts';
import { tell } from './shared/tell.ts';

async function portNumber(text: string): Promise<number> {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Problem({ what: `${text} is no port`, remedy: 'write a number from 1 to 65535' });
}

export default class Port extends Verb {
  static override summary = 'Print where others reach a port: at the address of its ship, where docker says 0.0.0.0.';
  static override examples = ['<%= config.bin %> port redis 6379', '<%= config.bin %> port --index 1 redis 6379'];
  static override args = {
    service: Args.string({ ignoreStdin: true, required: true, description: 'the service' }),
    private_port: Args.custom<number>({ parse: portNumber })({
      ignoreStdin: true,
      required: true,
      description: 'the port in its containers',
    }),
  };
  static override flags = {
    ...globalFlags,
    index: Flags.integer({
      min: 1,
      helpValue: 'NUMBER',
      description: 'of which replica; the first that runs unless given',
    }),
    protocol: Flags.string({ options: ['tcp', 'udp', 'sctp'], default: 'tcp', description: 'of the port' }),
  };

  async run(): Promise<void> {
    const { flags, args } = await this.parse(Port);
    const { service, private_port: port } = args;
    const project = await this.project(flags, [service]);
    const connect = this.connectOptions(flags);
    const fleet = await fleetOf(project, { sections: ['containers'], connect });
    const { record } = newestRecord(fleet);
    const { index, ship: ships, protocol } = flags;
    const { ship, container } = pick(fleet, { service, index, ships, running: true, record });
    const on = fleet.filter(isReachable).find((one) => one.ship === ship);
    const reached = publishedAt(container, on?.address ?? '', { port, protocol });
    // what other ships do is nothing to it
    const host = reached.address.includes(':') ? `[${reached.address}]` : reached.address;
    process.stdout.write(`${host}:${reached.port}\n`);
    if (reached.home) tell(`only what runs on ${ship} itself gets there`);
  }
}
