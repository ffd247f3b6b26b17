import { type Form, fields, listOf } from './form.ts';
import { command, flag, text, variables } from './simple.ts';
import type { Hook } from './types.ts';

export const hook: Form<Hook> = fields<Hook>(
  { command: command as Form<string[]>, user: text, privileged: flag, working_dir: text, environment: variables },
  'a map with command',
  ['command'],
);

export const hooks: Form<Hook[]> = listOf(hook, 'a list of commands');
