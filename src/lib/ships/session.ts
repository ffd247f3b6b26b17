import pLimit from 'p-limit';
import type ssh2 from 'ssh2';
import { makeChannel } from './channel.ts';
import type { Connected } from './dial.ts';
import { unreachable } from './explain.ts';
import { makeStream } from './stream.ts';
import type { Channel, Pty, Session, Stream } from './types.ts';

/** sshd frees the slots of a connection late: with its default of ten, five at once already fail now and then. */
const CHANNELS = 4;
const GOODBYE_MS = 2000;
const RETRY_MS = 100;

/** What is typed goes to the command as it is, byte for byte; what the command says goes through the terminal on the ship. */
const RAW = { ECHO: 0, ICANON: 0, ICRNL: 0, IXON: 0 } as const;

/** Makes a Session of a connection that is ready. */
export function makeSession(ship: string, { client, socket, closed, isOver }: Connected): Session {
  const slots = pLimit(CHANNELS);

  const start = async (command: string, pty?: Pty): Promise<ssh2.ClientChannel> =>
    exec(client, command, pty).catch(async (error: ExecError) => {
      if (error.reason === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      return exec(client, command, pty);
    });

  /** Runs a command when there is room for it, until it has ended. */
  const run = <T extends Channel | Stream>(make: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      void slots(async () => {
        try {
          const running = await make();
          resolve(running);
          await running.ended;
        } catch (error) {
          reject(refusedExec(ship, error as ExecError, isOver() || !socket.writable));
        }
      });
    });

  return {
    open: (command) => run(async () => makeChannel(await start(command), isOver)),
    stream: (command, pty) => run(async () => makeStream(await start(command, pty), isOver)),
    close: () => {
      client.end();
      setTimeout(() => socket.destroy(), GOODBYE_MS).unref();
    },
    closed,
  };
}

/** `reason` is there where the server refused the channel. */
type ExecError = Error & { reason?: unknown };

function exec(client: ssh2.Client, command: string, pty?: Pty): Promise<ssh2.ClientChannel> {
  const terminal = pty && { term: pty.term, cols: pty.columns, rows: pty.rows, modes: RAW };
  return new Promise((resolve, reject) => {
    client.exec(command, terminal ? { pty: terminal } : {}, (error, stream) =>
      error ? reject(error) : resolve(stream),
    );
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
