import { expect, it } from 'vitest';
import Exec from '../../src/commands/exec.ts';
import { partCommand } from '../../src/commands/shared/behind.ts';

it.each([
  ['web ls -la --help', '', 'web ls -la --help'],
  ['-T web sh -c -e', '-T', 'web sh -c -e'],
  ['-it web sh', '-it', 'web sh'],
  ['-eA=1 -uroot -w/tmp web env', '-eA=1 -uroot -w/tmp', 'web env'],
  ['-e A=1 -Tu root --index 2 web env', '-e A=1 -Tu root --index 2', 'web env'],
  ['--env A=1 --workdir=/ --no-TTY --file f web env', '--env A=1 --workdir=/ --no-TTY --file f', 'web env'],
  ['-- web ls', '', 'web ls'],
  ['-T -- web -- ls --', '-T', 'web -- ls --'],
  ['web -- ls', '', 'web -- ls'],
  ['--no-such web ls', '--no-such', 'web ls'],
  ['-T --index 2', '-T --index 2', ''],
  ['web', '', 'web'],
])('of %j our own words are %j, and the command %j', (typed, own, words) => {
  const list = (text: string) => text.split(' ').filter((word) => word !== '');
  expect(partCommand(list(typed), Exec.flags)).toEqual({ own: list(own), words: list(words) });
});
