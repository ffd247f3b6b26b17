import { Args } from '@oclif/core';
import { planUnpause } from '../lib/plan/index.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { change, plainChangeFlags } from './shared/change.ts';

export default class Unpause extends Verb {
  static override summary = 'Let go on what is paused, on all ships.';
  static override examples = ['<%= config.bin %> unpause', '<%= config.bin %> unpause client'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = { ...globalFlags, ...plainChangeFlags };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Unpause);
    const services = argv as string[];
    const project = await this.project(flags, services);
    process.exitCode = await change({
      project,
      connect: this.connectOptions(flags),
      flags,
      version: this.config.version,
      plan: (fleet, identity) => planUnpause(project, fleet, { ...identity, services }),
    });
  }
}
