import { type GlobalFlags, Verb } from './base.ts';
import { type Change, change } from './change.ts';

/** A verb that changes ships. */
export abstract class ChangingVerb extends Verb {
  /**
   * Does what all of them do with a plan, and sets the exit status.
   * @throws Problem for a held lock, or a file that what was seen cannot satisfy
   */
  protected async change(
    flags: GlobalFlags & Change['flags'],
    request: Omit<Change, 'connect' | 'flags' | 'version'>,
  ): Promise<void> {
    const connect = this.connectOptions(flags);
    process.exitCode = await change({ ...request, connect, flags, version: this.config.version });
  }
}
