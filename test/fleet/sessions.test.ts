import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { sessionsOf } from '../../src/lib/fleet/listen/index.ts';
import { Problem } from '../../src/lib/problem.ts';
import type { Session, Stream } from '../../src/lib/ships/index.ts';

const SHIP = { name: 'ship1', host: 'ship1', labels: {}, docker: ['docker'] };

/** Connections to a ship whose sshd lets each carry so many commands; `carried` counts those of each. */
function berth(maxSessions: number) {
  const carried: number[] = [];
  const dial = async (): Promise<Session> => {
    const index = carried.push(0) - 1;
    const stream = async (): Promise<Stream> => {
      if (carried[index] === maxSessions) throw new Problem({ what: 'ship1 runs no command over SSH', exit: 3 });
      carried[index] = (carried[index] ?? 0) + 1;
      const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
      const ended = new Promise<{ code: number }>((resolve) => {
        input.once('finish', () => resolve({ code: 0 }));
      });
      return { input, output, errors, ended, resize: () => {}, signal: () => {} };
    };
    const open = async () => {
      throw new Error('nothing is asked for lines');
    };
    return { open, stream, close: () => {}, closed: new Promise(() => {}) };
  };
  return { carried, dial };
}

test.each([
  [10, [4, 4, 1]],
  [2, [2, 2, 2, 2, 1]],
  [1, [1, 1, 1, 1, 1, 1, 1, 1, 1]],
])('a ship that lets a connection carry %i commands is listened to nine times by %j', async (maxSessions, expected) => {
  const { carried, dial } = berth(maxSessions);
  const sessions = sessionsOf(SHIP, await dial(), dial);
  const heard = await Promise.all(Array.from({ length: 9 }, (_, i) => sessions.listen(`echo ${i}`)));
  for (const one of heard) one.stop();
  expect(carried).toEqual(expected);
});

test('a ship that lets a connection carry none is not listened to', async () => {
  const { carried, dial } = berth(0);
  const sessions = sessionsOf(SHIP, await dial(), dial);
  await expect(sessions.listen('echo')).rejects.toThrow('ship1 runs no command over SSH');
  expect(carried).toEqual([0]);
});
