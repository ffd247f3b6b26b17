import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Hooks } from '../../src/lib/docker/index.ts';
import type { Step } from '../../src/lib/plan/index.ts';
import type { PaperEngine, Reply } from '../paper/index.ts';
import { say } from '../paper/say.ts';
import { service, spec } from '../plan/helpers.ts';
import { type Aboard, goAboard } from './aboard.ts';

let ship: Aboard;
let engine: PaperEngine;

beforeAll(async () => {
  ship = await goAboard();
  engine = ship.paper.engine;
});
afterAll(() => ship.leave());

beforeEach(() => {
  Object.assign(engine, { containers: [], images: [] });
  engine.image('web');
});

const common = { id: '1', ship: 'ship1', after: [], subject: 'web-1', why: '', changes: [] };
const hooks = (key: Hooks['key']): Hooks => ({ key, list: [{ command: ['one'] }, { command: ['two'] }], masked: [] });
const failing = (...calls: string[]) => {
  const reply: Reply = { code: 3, out: 'no table\n', err: '' };
  return (call: string) => (calls.includes(call) ? reply : undefined);
};
const containers = () => engine.containers.map(({ name, status }) => `${name} ${status}`);

describe('post_start', () => {
  const config = service({ image: 'web', networks: {}, post_start: hooks('post_start').list });
  const create: Step = { ...common, kind: 'create', run: true, spec: spec({ config }) };
  const start: Step = { ...common, kind: 'start', container: 'demo-web-1', hooks: hooks('post_start') };
  const OURS = 'inspect --format {{index .Config.Labels "compowarm.deploy"}} demo-web-1';

  test('runs in a container that was made', async () => {
    expect(await ship.perform(create)).toEqual({
      frames: ['begin', 'end 0'],
      calls: ['run demo-web-1', 'exec demo-web-1 one', 'exec demo-web-1 two'],
    });
  });

  test('does not run in one that is made and not started', async () => {
    const { calls } = await ship.perform({ ...create, run: false });
    expect(calls).toEqual(['create demo-web-1']);
  });

  test('that fails keeps the ones behind it from running, and takes the container away again', async () => {
    expect(await ship.perform(create, failing('exec demo-web-1 one'))).toEqual({
      frames: ['begin', 'out no table', 'out post_start[0] ended with 3', 'end 1'],
      calls: ['run demo-web-1', 'exec demo-web-1 one', OURS, 'rm -f -v demo-web-1'],
    });
    expect(containers()).toEqual([]);
  });

  test('runs in a container that is started, and its failure is that of the start', async () => {
    await say(engine, 'create --name demo-web-1 web');
    expect(await ship.perform(start, failing('exec demo-web-1 two'))).toEqual({
      frames: ['begin', 'out no table', 'out post_start[1] ended with 3', 'end 1'],
      calls: ['start demo-web-1', 'exec demo-web-1 one', 'exec demo-web-1 two'],
    });
    expect(containers()).toEqual(['demo-web-1 running']);
  });
});

describe('pre_stop', () => {
  const stop: Step = { ...common, kind: 'stop', container: 'demo-web-1', hooks: hooks('pre_stop') };
  const calls = ['exec demo-web-1 one', 'exec demo-web-1 two', 'stop demo-web-1'];

  beforeEach(() => say(engine, 'run -d --name demo-web-1 web'));

  test('runs before the stop', async () => {
    expect(await ship.perform(stop)).toEqual({ frames: ['begin', 'end 0'], calls });
  });

  test('that fails is told, and the container is stopped all the same', async () => {
    const went = await ship.perform(stop, failing('exec demo-web-1 one'));
    expect(went.calls).toEqual(calls);
    expect(went.frames.toSorted()).toEqual(['begin', 'end 0', 'note pre_stop[0] ended with 3', 'out no table']);
    expect(containers()).toEqual(['demo-web-1 exited']);
  });
});

describe('a restart', () => {
  const own = { hooks: hooks('pre_stop'), started: hooks('post_start'), grace: 3 };
  const restart: Step = { ...common, kind: 'restart', container: 'demo-web-1', ...own };
  const before = ['exec demo-web-1 one', 'exec demo-web-1 two', 'restart -t 3 demo-web-1'];

  beforeEach(() => say(engine, 'run -d --name demo-web-1 web'));

  test('is one docker command between the hooks before and after', async () => {
    const calls = [...before, 'exec demo-web-1 one', 'exec demo-web-1 two'];
    expect(await ship.perform(restart)).toEqual({ frames: ['begin', 'end 0'], calls });
  });

  test('that fails has no hooks after it', async () => {
    const refusal: Reply = { code: 1, out: '', err: 'Error response from daemon: no\n' };
    const went = await ship.perform(restart, (call) => (call === before[2] ? refusal : undefined));
    expect(went).toEqual({ frames: ['begin', 'out Error response from daemon: no', 'end 1'], calls: before });
  });
});
