import { type Form, fields, listOf } from './form.ts';
import { command, flag, text, variables } from './simple.ts';
import type { Hook, Service } from './types.ts';

export const hook: Form<Hook> = fields<Hook>(
  { command: command as Form<string[]>, user: text, privileged: flag, working_dir: text, environment: variables },
  'a map with command',
  ['command'],
);

export const hooks: Form<Hook[]> = listOf(hook, 'a list of commands');

/** Every environment that a service gives: its own, and each of its hooks'. Paths are below the service. */
export function environmentsOf(
  service: Pick<Service, 'environment' | 'post_start' | 'pre_stop'>,
): { path: (string | number)[]; environment: Service['environment'] }[] {
  const hooked = (['post_start', 'pre_stop'] as const).flatMap((key) =>
    (service[key] ?? []).map(({ environment = {} }, index) => ({ path: [key, index, 'environment'], environment })),
  );
  return [{ path: ['environment'], environment: service.environment }, ...hooked];
}
