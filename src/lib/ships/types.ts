import type { Readable, Writable } from 'node:stream';

/** How a channel ended. `lost`: the connection went before docker's shell said how it ended; never a success. */
export type End = { code: number } | { signal: string } | 'lost';

/** One running command on a ship. */
export interface Channel {
  /** What is written after the end goes nowhere. */
  write(text: string): void;
  /**
   * Writes bytes as fast as the ship takes them; rejects where they can't be had. What is written after the end goes
   * nowhere.
   */
  pour(bytes: AsyncIterable<Buffer>): Promise<void>;
  /** End of input. */
  end(): void;
  /** Calls back for each line of standard output, without its newline; those that came before the first listener are kept for it. */
  onLine(listener: (line: string) => void): void;
  /** The last of what came on standard error, at most 4,096 characters. */
  stderr(): string;
  readonly ended: Promise<End>;
}

/** The size of a terminal, in characters. */
export interface Size {
  columns: number;
  rows: number;
}

/** A terminal on the ship, for a command that wants one; `term` as TERM has it. */
export interface Pty extends Size {
  term: string;
}

/** One running command on a ship whose bytes pass as they are, as fast as both sides take them. */
export interface Stream {
  /** Its standard input. */
  input: Writable;
  /** Its standard output, and what it writes on a terminal. Has to be read: the command waits for that, and so does `ended`. */
  output: Readable;
  /** Its standard error; as `output`. Without a word where it has a terminal. */
  errors: Readable;
  /** The terminal has another size. */
  resize(size: Size): void;
  /** Sends a signal, `INT` say. */
  signal(name: string): void;
  readonly ended: Promise<End>;
}

/** One connection to one ship. */
export interface Session {
  /**
   * Runs a command; with four running, when one of them has ended.
   *
   * @throws Problem where the connection is lost or the ship runs no commands.
   */
  open(command: string): Promise<Channel>;
  /** The same, for bytes; with a terminal on the ship where `pty` says so. */
  stream(command: string, pty?: Pty): Promise<Stream>;
  /** Sends what was written and hangs up; a ship that does not hang up too is left after two seconds. */
  close(): void;
  /** The connection is over, for whatever reason. */
  readonly closed: Promise<void>;
}

/** How the ships of one run are reached. */
export interface ConnectOptions {
  /** A file that ssh would read with -F. */
  sshConfig?: string;
  /** Append an unknown host key to the person's known hosts; a changed one is refused all the same. */
  acceptNewHostKeys: boolean;
  /** What `~` stands for. */
  home: string;
  /** The whole environment: PATH finds ssh, SSH_AUTH_SOCK the agent. */
  env: Readonly<Record<string, string | undefined>>;
  /** From the first packet until commands can be run; else ConnectTimeout of the ssh configuration, else 10,000. */
  timeoutMs?: number;
  /** Told what the person should know though nothing failed. */
  warn(text: string): void;
}
