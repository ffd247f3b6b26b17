import { Args } from '@oclif/core';
import { planPause } from '../lib/plan/index.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { change, plainChangeFlags } from './shared/change.ts';

export default class Pause extends Verb {
  static override summary = 'Hold what runs on all ships where it is, until unpause.';
  static override examples = ['<%= config.bin %> pause', '<%= config.bin %> pause client'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = { ...globalFlags, ...plainChangeFlags };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Pause);
    const services = argv as string[];
    const project = await this.project(flags, services);
    process.exitCode = await change({
      project,
      connect: this.connectOptions(flags),
      flags,
      version: this.config.version,
      plan: (fleet, identity) => planPause(project, fleet, { ...identity, services }),
    });
  }
}
