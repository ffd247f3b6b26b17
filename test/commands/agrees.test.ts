import { PassThrough } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { agrees } from '../../src/commands/shared/agrees.ts';

afterEach(() => {
  process.removeAllListeners('SIGINT');
});

function terminal(isTTY = true) {
  const [stdin, stderr] = [new PassThrough(), new PassThrough()];
  Object.assign(stdin, { isTTY });
  Object.assign(stderr, { isTTY });
  return { stdin, stderr, process: { stdin, stderr } as unknown as Pick<NodeJS.Process, 'stdin' | 'stderr'> };
}

test.each([
  ['y', true],
  ['Y', true],
  ['yes', true],
  [' yes ', true],
  ['', false],
  ['n', false],
  ['yo', false],
  ['yes please', false],
])('%j is an answer: %s', async (answer, agreed) => {
  const { stdin, stderr, process } = terminal();
  const asked = agrees(['db-1 moves', 'old-1 is removed'], process);
  stdin.write(`${answer}\r`);
  expect(await asked).toBe(agreed);
  const screen = String(stderr.read());
  for (const text of ['db-1 moves', 'old-1 is removed', 'go on? [y/N] ']) expect(screen).toContain(text);
});

test('the end of input is no', async () => {
  const { stdin, process } = terminal();
  const asked = agrees(['db-1 moves'], process);
  stdin.write('\x04');
  expect(await asked).toBe(false);
});

test('Ctrl-C is the signal', async () => {
  const { stdin, process: streams } = terminal();
  const interrupted = vi.fn();
  process.on('SIGINT', interrupted);
  const asked = agrees(['db-1 moves'], streams);
  stdin.write('\x03');
  await vi.waitFor(() => expect(interrupted).toHaveBeenCalledOnce());
  stdin.write('\r');
  expect(await asked).toBe(false);
});

test.each(['stdin', 'stderr'] as const)('nobody is asked where %s is no terminal', async (name) => {
  const { stdin, stderr, process } = terminal();
  Object.assign({ stdin, stderr }[name], { isTTY: false });
  expect(await agrees(['db-1 moves'], process)).toBe(false);
  expect(stderr.read()).toBe(null);
});
