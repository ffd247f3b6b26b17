/** A place in a file the person wrote. Lines and columns count from 1; `text` is the line itself. */
export interface Position {
  file: string;
  line: number;
  column: number;
  text?: string;
}

/** Exit statuses; the order in which the first that applies wins is the command's, not this table's. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  locked: 4,
  changes: 5,
  wantsYes: 6,
  interrupted: 130,
} as const;

export interface ProblemParts {
  /** What is wrong, lower case, naming the object: `service web links to cache, which is not a service`. */
  what: string;
  /** A position in a file, or the name of a ship. */
  where?: Position | { ship: string } | undefined;
  /** The cause, where it is not plain from `what`. */
  why?: string | undefined;
  /** What the person can do about it. */
  remedy?: string | undefined;
  /** Exit status of the command; 2 (wrong usage or file) unless given. */
  exit?: number;
}

/** An error that is meant for the person: it has no use for a stack trace. */
export class Problem extends Error {
  readonly parts: ProblemParts;

  constructor(parts: ProblemParts) {
    super(parts.what);
    this.name = 'Problem';
    this.parts = parts;
  }

  get exit(): number {
    return this.parts.exit ?? EXIT.usage;
  }
}
