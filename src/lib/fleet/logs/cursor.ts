import { type Line, stamped } from './cut.ts';

/** Where in the log of one container we are. */
export interface Cursor {
  /** What of a line is new; nothing of those that were there before `resume`. */
  take(line: Line): Line | undefined;
  /** The time from which on the log is to be read again, when it has to be; undefined: as it was read the first time. */
  resume(): string | undefined;
}

/** Since when lines have been counted, and how many there were. */
interface Mark {
  since: string;
  lines: number;
}

/** A time to the second. */
const SECOND = 19;
/** One a second: the first of three is a second or more before the last. */
const MARKS = 3;

/**
 * Docker can be asked for lines since a time, and several may have that same time, or one that is a little before that of
 * the line in front of it. So it is asked for those of the last second or two, and as many of them as have been read are
 * left out. `whole`: the log is read from its start, or from a time, and not only so many lines from its end.
 */
export function cursor({ whole }: { whole: boolean }): Cursor {
  let marks: Mark[] = whole ? [{ since: '', lines: 0 }] : [];
  let newest = '';
  let skip = 0;
  let open: Line | undefined;

  const count = (line: Line): Line => {
    const { stamp } = line;
    for (const mark of marks) if (stamp >= mark.since) mark.lines += 1;
    if (stamp > newest) {
      newest = stamp;
      const last = marks.at(-1)?.since ?? '';
      if (stamp.slice(0, SECOND) !== last.slice(0, SECOND))
        marks = [...marks.slice(1 - MARKS), { since: stamp, lines: 1 }];
    }
    open = line.open ? line : undefined;
    return line;
  };

  return {
    take(line) {
      // what is newer than all that was read is new, even if docker has thrown away what was to be left out
      if (skip === 0 || line.stamp > newest) {
        skip = 0;
        return count(line);
      }
      skip -= 1;
      if (!open || skip > 0 || line.text.length <= open.text.length) return undefined;
      // the container has gone on in the line that it had left open
      const rest = line.text.subarray(open.text.length);
      return count(stamped(rest) ?? { stamp: line.stamp, text: rest });
    },
    resume() {
      skip = marks[0]?.lines ?? 0;
      return marks[0]?.since || undefined;
    },
  };
}
