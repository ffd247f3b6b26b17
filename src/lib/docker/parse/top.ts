import type { Processes } from '../observed.ts';

/**
 * What `docker top` printed: titles, and under each the cells, all padded with blanks. It says nothing of what is a cell
 * but where its title begins.
 */
export function parseTop(container: string, lines: readonly string[]): Processes {
  const [head = '', ...rest] = lines;
  const titles = [...head.matchAll(/\S+/g)];
  return { container, titles: titles.map(([title]) => title), rows: rest.map((line) => cellsOf(line, titles)) };
}

function cellsOf(line: string, titles: readonly RegExpExecArray[]): string[] {
  // docker counts characters, not their halves
  const characters = [...line];
  return titles.map(({ index }, column) =>
    characters
      .slice(index, titles[column + 1]?.index)
      .join('')
      .trim(),
  );
}
