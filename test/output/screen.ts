/** A terminal that keeps what a person would see on it. Colour is dropped; spinners stand still. */
export interface Screen {
  isTTY: true;
  columns: number;
  rows: number;
  write(text: string): boolean;
  text(): string;
  /** Resolves with the text once it holds all of these words. */
  shows(...words: string[]): Promise<string>;
}

const ESCAPE = '\u001b';
// Of what begins with escape, the erasing of a line, one line up, and the first column count; the rest is colour.
const TOKEN = new RegExp(`${ESCAPE}\\[[?0-9;]*[A-Za-z]|.`, 'gsu');

/** A screen of that many columns and rows. It does not scroll: a frame that is too high shows as one that is. */
export function screen(columns: number, rows: number): Screen {
  const lines: string[] = [''];
  let row = 0;
  let column = 0;
  const waiting = new Set<() => void>();
  const act: Record<string, () => void> = {
    [`${ESCAPE}[2K`]: () => {
      lines[row] = '';
    },
    [`${ESCAPE}[1A`]: () => {
      row = Math.max(0, row - 1);
    },
    [`${ESCAPE}[G`]: () => {
      column = 0;
    },
    '\n': () => {
      row += 1;
      column = 0;
      lines[row] ??= '';
    },
  };
  const put = (character: string) => {
    lines[row] = (lines[row] ?? '').padEnd(column).slice(0, column) + character;
    column += character.length;
  };
  const text = () =>
    lines
      .join('\n')
      .replace(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/g, '*')
      .trimEnd();
  return {
    isTTY: true,
    columns,
    rows,
    write(chunk) {
      for (const [token] of chunk.matchAll(TOKEN)) {
        if (act[token]) act[token]();
        else if (!token.startsWith(ESCAPE)) put(token);
      }
      for (const look of waiting) look();
      return true;
    },
    text,
    shows(...words) {
      return new Promise((resolve) => {
        const look = () => {
          if (!words.every((some) => text().includes(some))) return;
          waiting.delete(look);
          resolve(text());
        };
        waiting.add(look);
        look();
      });
    },
  };
}
