import { expect, it } from 'vitest';
import { onOrOff, verbFirst } from '../../src/commands/shared/argv.ts';

it.each([
  ['ps', 'ps'],
  ['ps -f a.yml', 'ps -f a.yml'],
  ['-f a.yml ps -a', 'ps --file a.yml -a'],
  ['-fa.yml --file=b.yml --ship s1 start web', 'start --file=a.yml --file=b.yml --ship s1 web'],
  [
    '-p demo --accept-new-host-keys --ssh-config c --env-file e --project-directory d up -d',
    'up --project-name demo --accept-new-host-keys --ssh-config c --env-file e --project-directory d -d',
  ],
  ['-f=a.yml logs -f', 'logs --file=a.yml -f'],
  ['--project-name=x ps', 'ps --project-name=x'],
  ['', 'help'],
  ['-f a.yml', 'help --file a.yml'],
  ['help', 'help'],
  ['help start', 'help start'],
  ['--help', 'help'],
  ['-f a.yml -h start', 'help start'],
  ['start --help', 'start --help'],
  ['--version', '--version'],
  ['-f a.yml --no-such ps', '--no-such ps'],
])('compowarm %s is read as %s', (typed, read) => {
  expect(verbFirst(typed.split(' ').filter((word) => word !== ''))).toEqual(read.split(' '));
});

it.each([
  ['--orphans=false web', '--no-orphans web'],
  ['--orphans=true', '--orphans'],
  ['--orphans', '--orphans'],
  ['--other=false', '--other=false'],
])('%s is %s where the flag is on or off', (typed, read) => {
  expect(onOrOff(typed.split(' '), 'orphans')).toEqual(read.split(' '));
});
