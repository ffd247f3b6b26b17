import { afterEach, expect, it, vi } from 'vitest';
import type { Event } from '../../src/lib/deploy/index.ts';
import { showProgress } from '../../src/lib/output/index.ts';
import type { Plan } from '../../src/lib/plan/index.ts';
import { plan, step } from './given.ts';
import { type Screen, screen } from './screen.ts';

const A = '192.168.1.83';
const B = '192.168.1.104';

const PLAN = plan({
  steps: [
    step({ id: '0', ship: A, kind: 'record', subject: 'record' }),
    step({ id: '1', ship: A, kind: 'network', subject: 'network demo_default' }),
    step({ id: '2', ship: A, kind: 'create', subject: 'redis-1' }),
    step({ id: '3', ship: B, kind: 'replace', subject: 'web-1' }),
    step({ id: '4', ship: B, kind: 'create', subject: 'web-2' }),
  ],
});

afterEach(() => vi.restoreAllMocks());

function begin(terminal: Screen, shown: Plan) {
  const clock = { now: 0 };
  const progress = showProgress(shown, { stream: terminal, live: true, color: true, clock: () => clock.now });
  const tell = (step: string, state: Event['state'], text?: string) => {
    clock.now += 100;
    const ship = shown.steps.find(({ id }) => id === step)?.ship ?? B;
    progress.event({ ship, step, state, ...(text === undefined ? {} : { text }) });
  };
  return { tell, finish: () => progress.finish() };
}

const SAID =
  'docker: Error response from daemon: driver failed programming external connectivity on endpoint demo-web-1: Bind for 0.0.0.0:8080 failed: port is already allocated.';

it('shows what every ship is doing, then how it ended', async () => {
  const terminal = screen(80, 24);
  const { tell, finish } = begin(terminal, PLAN);
  tell('1', 'begun');
  tell('1', 'done');
  tell('2', 'begun');
  expect(await terminal.shows('* redis-1', 'web-2')).toBe(
    `› 192.168.1.83  1 of 2
  ✔ network demo_default  created (0.1s)
  * redis-1               creating 0.0s
› 192.168.1.104  0 of 2
  · web-1                 replace
  · web-2                 create`,
  );
  tell('2', 'done');
  tell('3', 'begun');
  tell('3', 'output', SAID);
  tell('3', 'log', 'bye');
  tell('3', 'failed', 'docker ended with 125');
  tell('4', 'skipped', 'web-1 failed');
  await finish();
  expect(terminal.text()).toBe(
    `✔ 192.168.1.83
  ✔ network demo_default  created (0.1s)
  ✔ redis-1               created (0.1s)
✖ 192.168.1.104
  ✖ web-1                 failed (0.3s): docker ended with 125
      docker: Error response from daemon: driver failed programming external
      connectivity on endpoint demo-web-1: Bind for 0.0.0.0:8080 failed: port
      is already allocated.
      web-1 | bye
  - web-2                 skipped: web-1 failed`,
  );
});

it('uses the width of its own terminal', async () => {
  const terminal = screen(160, 24);
  const { tell, finish } = begin(terminal, plan({ steps: PLAN.steps.slice(3) }));
  tell('3', 'begun');
  tell('3', 'failed', SAID);
  tell('4', 'begun');
  tell('4', 'unknown', 'the connection was lost');
  await finish();
  expect(terminal.text()).toBe(
    `✖ 192.168.1.104
  ✖ web-1  failed (0.1s): docker: Error response from daemon: driver failed programming external connectivity on endpoint demo-web-1: Bind for 0.0.0.0:8080
    failed: port is already allocated.
  ? web-2  unknown: the connection was lost`,
  );
});

it('may hear that a step which was done has failed after all', async () => {
  const terminal = screen(80, 24);
  const { tell, finish } = begin(terminal, plan({ steps: PLAN.steps.slice(2, 3) }));
  tell('2', 'begun');
  tell('2', 'done');
  await terminal.shows('created');
  tell('2', 'log', 'FATAL');
  tell('2', 'failed', 'redis-1 exited (1)');
  await finish();
  expect(terminal.text()).toBe(
    `✖ 192.168.1.83
  ✖ redis-1  failed (0.3s): redis-1 exited (1)
      redis-1 | FATAL`,
  );
});

it('shows a record only when it could not be written, and below what no step was about', async () => {
  const terminal = screen(80, 24);
  const { tell, finish } = begin(terminal, plan({ steps: PLAN.steps.slice(0, 2) }));
  tell('1', 'begun');
  tell('1', 'done');
  tell('0', 'begun');
  tell('0', 'failed', 'disk full');
  tell('db-1', 'failed', 'db-1 is restarting');
  await finish();
  expect(terminal.text()).toBe(
    `✖ 192.168.1.83
  ✖ record                failed (0.1s): disk full
  ✔ network demo_default  created (0.1s)
192.168.1.104  db-1  failed: db-1 is restarting`,
  );
});

it('leaves steps out where the terminal is too low, and shows them in the end', async () => {
  const terminal = screen(80, 6);
  const { tell, finish } = begin(terminal, PLAN);
  tell('1', 'begun');
  tell('1', 'done');
  tell('2', 'begun');
  expect(await terminal.shows('* redis-1', 'web-2')).toBe(
    `› 192.168.1.83  1 of 2
  * redis-1               creating 0.0s
› 192.168.1.104  0 of 2
  · web-1                 replace
  · web-2                 create`,
  );
  await finish();
  expect(terminal.text()).toBe(
    `? 192.168.1.83
  ✔ network demo_default  created (0.1s)
  ? redis-1               unknown: no answer came
- 192.168.1.104
  - web-1                 skipped: never begun
  - web-2                 skipped: never begun`,
  );
});

it('shows the end even where it was over before there was a view', async () => {
  const terminal = screen(80, 24);
  const { tell, finish } = begin(terminal, plan({ steps: PLAN.steps.slice(2, 3) }));
  tell('2', 'begun');
  tell('2', 'done');
  await finish();
  expect(terminal.text()).toBe('✔ 192.168.1.83\n  ✔ redis-1  created (0.1s)');
});

it('needs no view where no step is to be seen', async () => {
  const terminal = screen(80, 24);
  const { finish } = begin(terminal, plan({ steps: PLAN.steps.slice(0, 1) }));
  await finish();
  expect(terminal.text()).toBe('');
});

it('writes nothing to standard output and leaves Ctrl-C alone', async () => {
  const stdout = vi.spyOn(process.stdout, 'write');
  const signals = process.listenerCount('SIGINT');
  const { tell, finish } = begin(screen(80, 24), PLAN);
  tell('1', 'begun');
  expect(process.listenerCount('SIGINT')).toBe(signals);
  await finish();
  expect(stdout).not.toHaveBeenCalled();
});
