/** How a channel ended. `lost`: the connection went before docker's shell said how it ended; never a success. */
export type End = { code: number } | { signal: string } | 'lost';

/** One running command on a ship. */
export interface Channel {
  write(text: string): void;
  /** End of input. */
  end(): void;
  /** Calls back for each line of standard output, without its newline. */
  onLine(listener: (line: string) => void): void;
  /** The last of what came on standard error, at most 4 KiB. */
  stderr(): string;
  readonly ended: Promise<End>;
}

/** One connection to one ship. */
export interface Session {
  open(command: string): Promise<Channel>;
  close(): void;
  /** The connection is over, for whatever reason. */
  readonly closed: Promise<void>;
}
