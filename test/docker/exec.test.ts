import { expect, it } from 'vitest';
import { exec } from '../../src/lib/docker/index.ts';

it('says what is to be run, and how', () => {
  expect(exec('c0ffee', { command: ['ls', '-la', '--', 'a b'] })).toEqual({
    argv: ['exec', 'c0ffee', 'ls', '-la', '--', 'a b'],
  });
  const execution = { command: ['id'], user: 'root', privileged: true, working_dir: '/tmp' };
  expect(exec('c0ffee', execution, { flags: ['--interactive', '--tty'] }).argv).toEqual(
    'exec --interactive --tty --user root --privileged --workdir /tmp c0ffee id'.split(' '),
  );
});

it('leaves values out of argv', () => {
  const environment = { A: '1', UNSET: null, KEY: 'two\nlines' };
  expect(exec('c0ffee', { command: ['env'], environment }, { envFile: '/tmp/x/env' })).toEqual({
    argv: 'exec --env-file /tmp/x/env -e KEY c0ffee env'.split(' '),
    env: { A: '1' },
    exported: { KEY: 'two\nlines' },
  });
});
