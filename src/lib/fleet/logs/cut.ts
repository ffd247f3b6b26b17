/** A line that a container wrote, without its newline. */
export interface Line {
  /** When docker read it, as RFC 3339 in UTC with nanoseconds: of one form, so that texts sort as times do. */
  stamp: string;
  text: Buffer;
  /** No newline came behind it before the end. */
  open?: true;
}

const NEWLINE = 10;
const [SPACE = 0, DOT, T, Z] = Buffer.from(' .TZ');
const LENGTH = '2026-01-02T03:04:05.123456789Z'.length;
const LONGEST = '2026-01-02T03:04:05.123456789+00:00'.length;
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{9})(Z|[+-]\d\d:\d\d) /;
/** Docker logs a longer line in pieces of at least that size. */
const PIECE = 16_384;
/** Bytes after which a line without an end goes out all the same, cut between two of its pieces. */
const MOST = 16 << 20;

/**
 * Cuts what `docker logs --timestamps` prints into lines, whatever the chunks and whatever the bytes. Lines without a time
 * are docker's own words: `other` is called with each.
 */
export function cutter(take: (line: Line) => void, other: (words: string) => void) {
  let rest: Buffer[] = [];
  let length = 0;
  let most = MOST;
  const deliver = (bytes: Buffer, from: number, to: number, open: boolean) => {
    const line = stamped(bytes, from, to);
    if (line) take(open ? { ...line, open: true } : line);
    else other(bytes.toString('utf8', from, to));
  };
  const takeRest = (): Buffer => {
    const bytes = Buffer.concat(rest);
    rest = [];
    length = 0;
    return bytes;
  };
  const deliverRest = (open: boolean) => {
    const bytes = takeRest();
    deliver(bytes, 0, bytes.length, open);
  };
  const keep = (bytes: Buffer) => {
    rest.push(bytes);
    length += bytes.length;
  };
  const relieve = () => {
    const bytes = takeRest();
    const last = bytes.lastIndexOf(bytes.subarray(0, bytes.indexOf(SPACE) + 1));
    if (last > 0) deliver(bytes, 0, last, false);
    else most *= 2;
    keep(bytes.subarray(Math.max(0, last)));
  };
  return {
    push(chunk: Buffer): void {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        if (rest.length === 0) deliver(chunk, from, at, false);
        else {
          keep(chunk.subarray(0, at));
          deliverRest(false);
        }
        from = at + 1;
      }
      if (from < chunk.length) keep(chunk.subarray(from));
      if (length > most) relieve();
    },
    /** Whether a line has begun that has not ended. */
    isOpen: () => rest.length > 0,
    /** Nothing follows: what has not ended is a line too. */
    end(): void {
      if (rest.length > 0) deliverRest(true);
    },
  };
}

/** The line that a part of some bytes with a time in front of it is; undefined without one. */
export function stamped(bytes: Buffer, from = 0, to = bytes.length): Line | undefined {
  const end = from + LENGTH;
  if (end < to && bytes[end] === SPACE && bytes[end - 1] === Z && bytes[from + 10] === T && bytes[from + 19] === DOT) {
    const stamp = bytes.toString('latin1', from, end);
    return { stamp, text: joined(bytes.subarray(end + 1, to), stamp) };
  }
  // engines and drivers that give local time
  const start = bytes.toString('latin1', from, Math.min(to, from + LONGEST + 1));
  const [head, seconds, nanoseconds, zone] = STAMP.exec(start) ?? [];
  if (head === undefined) return undefined;
  const utc = new Date(`${seconds}${zone}`).toISOString().slice(0, 19);
  return { stamp: `${utc}.${nanoseconds}Z`, text: joined(bytes.subarray(from + head.length, to), head.trimEnd()) };
}

/** Puts the pieces of a long line together: docker writes the time of the first in front of each. */
function joined(text: Buffer, stamp: string): Buffer {
  if (text.length <= PIECE) return text;
  const mark = Buffer.from(`${stamp} `, 'latin1');
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = text.indexOf(mark, PIECE); at >= 0; at = text.indexOf(mark, from + PIECE)) {
    pieces.push(text.subarray(from, at));
    from = at + mark.length;
  }
  return pieces.length === 0 ? text : Buffer.concat([...pieces, text.subarray(from)]);
}
