import { describe, expect, test } from 'vitest';
import { hookCommands, hooksOf, toRunbook, toShell } from '../../src/lib/docker/index.ts';
import { service } from '../plan/helpers.ts';

const config = service({
  post_start: [
    {
      command: ['./migrate', '--all now'],
      user: 'app',
      working_dir: '/srv',
      environment: { TOKEN: 'x y', LOST: null },
    },
    { command: ['sh', '-c', 'id'], privileged: true, environment: { KEYS: 'a\nb' } },
  ],
});

describe('hooks', () => {
  test('are one docker exec each, with values that are in nobody’s argv', () => {
    const hooks = hooksOf({ config, masked: ['HOME', 'post_start.0.TOKEN', 'pre_stop.0.TOKEN'] }, 'post_start');
    expect(hookCommands('demo-web-1', hooks)).toEqual([
      {
        argv: [
          ...['exec', '--user', 'app', '--workdir', '/srv', '--env-file', '/dev/stdin'],
          ...['demo-web-1', './migrate', '--all now'],
        ],
        env: { TOKEN: 'x y' },
        masked: ['TOKEN'],
      },
      {
        argv: ['exec', '--privileged', '-e', 'KEYS', 'demo-web-1', 'sh', '-c', 'id'],
        env: {},
        exported: { KEYS: 'a\nb' },
        masked: [],
      },
    ]);
  });

  test('hide in a runbook what came from outside the file, and say it to the ship', () => {
    const [first] = hookCommands('demo-web-1', hooksOf({ config, masked: ['post_start.0.TOKEN'] }, 'post_start'));
    if (!first) throw new Error('there is no hook');
    const words = "docker exec --user app --workdir /srv --env-file /dev/stdin demo-web-1 ./migrate '--all now'";
    expect(toRunbook(first)).toBe(`printf '%s\\n' "TOKEN=$TOKEN" | ${words}`);
    expect(toShell(first)).toBe(`printf '%s\\n' 'TOKEN=x y' | ${words}`);
  });

  test('none is none', () => {
    expect(hooksOf({ config, masked: [] }, 'pre_stop')).toBeUndefined();
    expect(hookCommands('demo-web-1', undefined)).toEqual([]);
  });
});
