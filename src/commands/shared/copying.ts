import { size } from '../../lib/plan/index.ts';

/** Milliseconds between two looks at how far it is. */
const EVERY = 200;

/** What a person at a terminal sees of a copy that takes long: one line, which goes when it is told how it ended. */
export interface Copying {
  add(bytes: number): void;
  clear(): void;
}

/** Counts what is copied, to all containers together; `clock` in milliseconds. */
export function showCopying(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write' | 'cursorTo' | 'clearLine'>,
  clock: () => number,
): Copying {
  let total = 0;
  let last = clock();
  let isShown = false;
  const clear = () => {
    if (!isShown) return;
    stream.cursorTo(0);
    stream.clearLine(0);
    isShown = false;
  };
  return {
    clear,
    add(bytes) {
      total += bytes;
      if (!stream.isTTY || clock() - last < EVERY) return;
      last = clock();
      clear();
      stream.write(`copying: ${size(total)}`);
      isShown = true;
    },
  };
}
