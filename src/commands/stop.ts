import { Args } from '@oclif/core';
import { planStop } from '../lib/plan/index.ts';
import { globalFlags, Verb } from './shared/base.ts';
import { change, changeFlags } from './shared/change.ts';
import { graceFlag } from './shared/make.ts';

export default class Stop extends Verb {
  static override summary = 'Stop containers on all ships, those that depend on others first; nothing is removed.';
  static override examples = ['<%= config.bin %> stop', '<%= config.bin %> stop client'];
  static override strict = false;
  static override args = { service: Args.string({ ignoreStdin: true, description: 'only these services' }) };
  static override flags = { ...globalFlags, ...changeFlags, ...graceFlag };

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(Stop);
    const services = argv as string[];
    const project = await this.project(flags, services);
    process.exitCode = await change({
      project,
      connect: this.connectOptions(flags),
      flags,
      version: this.config.version,
      plan: (fleet, identity) => planStop(project, fleet, { ...identity, services, grace: flags.timeout }),
    });
  }
}
