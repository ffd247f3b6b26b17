import pLimit from 'p-limit';
import type ssh2 from 'ssh2';
import { makeChannel } from './channel.ts';
import type { Connected } from './dial.ts';
import { unreachable } from './explain.ts';
import type { Channel, Session } from './types.ts';

/** sshd frees the slots of a connection late: with its default of ten, five at once already fail now and then. */
const CHANNELS = 4;
const GOODBYE_MS = 2000;
const RETRY_MS = 100;

/** Makes a Session of a connection that is ready. */
export function makeSession(ship: string, { client, socket, closed, isOver }: Connected): Session {
  const slots = pLimit(CHANNELS);

  const start = async (command: string): Promise<Channel> => {
    const stream = await exec(client, command).catch(async (error: ExecError) => {
      if (error.reason === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      return exec(client, command);
    });
    return makeChannel(stream, isOver);
  };

  return {
    open: (command) =>
      new Promise((resolve, reject) => {
        void slots(async () => {
          try {
            const channel = await start(command);
            resolve(channel);
            await channel.ended;
          } catch (error) {
            reject(refusedExec(ship, error as ExecError, isOver() || !socket.writable));
          }
        });
      }),
    close: () => {
      client.end();
      setTimeout(() => socket.destroy(), GOODBYE_MS).unref();
    },
    closed,
  };
}

/** `reason` is there where the server refused the channel. */
type ExecError = Error & { reason?: unknown };

function exec(client: ssh2.Client, command: string): Promise<ssh2.ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

function refusedExec(ship: string, error: ExecError, isOver: boolean) {
  if (isOver) return unreachable(ship, { what: `the connection to ${ship} is lost`, remedy: 'run the command again' });
  return unreachable(ship, {
    what: `${ship} runs no command over SSH`,
    why: error.message.replace(/^\(SSH\) /, ''),
    remedy: 'let its sshd run commands for this user (MaxSessions, ForceCommand, the login shell)',
  });
}
