import { cut } from './width.ts';

const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';
const CLEAR = '\u001b[2J';
const HOME = '\u001b[H';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';

/** Milliseconds between two drawings, at least. */
const EVERY = 200;

/** What a board is drawn on. */
export interface BoardStream {
  write(text: string): unknown;
  columns?: number | undefined;
  rows?: number | undefined;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/** A terminal on which one text stands that changes, from the top on, with the cursor out of the way. */
export interface Board {
  /** The text has changed: it is drawn soon. */
  changed(): void;
  /** The cursor is back; what was drawn last stays. */
  close(): void;
}

/** Draws what `text` says, for as many lines as the window has; again, and from nothing, when that has another size. */
export function board(stream: BoardStream, text: () => string): Board {
  let timer: NodeJS.Timeout | undefined;
  const draw = (start = '') => {
    const [width, height] = [stream.columns || 80, Math.max(3, stream.rows || 24)];
    const lines = text().split('\n');
    const shown =
      lines.length < height ? lines : [...lines.slice(0, height - 2), `and ${lines.length - height + 2} more lines`];
    const drawn = shown.map((line) => `${cut(line, width)}${REST_OF_LINE}\n`).join('');
    stream.write(`${start}${HOME}${drawn}${REST_OF_SCREEN}`);
  };
  const onResize = () => draw(CLEAR);
  stream.on('resize', onResize);
  draw(`${HIDE}${CLEAR}`);
  return {
    changed() {
      timer ??= setTimeout(() => {
        timer = undefined;
        draw();
      }, EVERY);
    },
    close() {
      clearTimeout(timer);
      stream.off('resize', onResize);
      stream.write(SHOW);
    },
  };
}
