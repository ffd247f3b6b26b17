import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { board } from '../../src/lib/output/index.ts';

const [ESC, EOL] = ['\u001b[', '\u001b[K\n'];

/** A terminal that keeps what is written, and has a size that may change. */
function terminal(columns: number, rows: number) {
  const stream = Object.assign(new EventEmitter(), {
    columns,
    rows,
    written: [] as string[],
    write: (text: string) => stream.written.push(text),
  });
  return stream;
}

it('draws a text from the top of an empty screen, with the cursor away until it is closed', () => {
  const stream = terminal(20, 5);
  board(stream, () => 'one\ntwo').close();
  expect(stream.written).toEqual([`${ESC}?25l${ESC}2J${ESC}Hone${EOL}two${EOL}${ESC}J`, `${ESC}?25h`]);
});

it('draws it over when it has changed, once for many changes', async () => {
  vi.useFakeTimers();
  const stream = terminal(20, 5);
  let text = 'one';
  const { changed, close } = board(stream, () => text);
  text = 'two';
  changed();
  changed();
  expect(stream.written.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(stream.written.slice(1)).toEqual([`${ESC}Htwo${EOL}${ESC}J`]);
  changed();
  close();
  await vi.advanceTimersByTimeAsync(1000);
  expect(stream.written.slice(2)).toEqual([`${ESC}?25h`]);
  vi.useRealTimers();
});

it('is never wider or higher than the window, whatever size that takes', () => {
  const stream = terminal(20, 5);
  const { close } = board(stream, () => 'a line that is long\n2\n3\n4\n5');
  expect(stream.written.at(-1)).toBe(
    `${ESC}?25l${ESC}2J${ESC}Ha line that is long${EOL}2${EOL}3${EOL}and 2 more lines${EOL}${ESC}J`,
  );
  Object.assign(stream, { columns: 8, rows: 6 }).emit('resize');
  expect(stream.written.at(-1)).toBe(`${ESC}2J${ESC}Ha line …${EOL}2${EOL}3${EOL}4${EOL}5${EOL}${ESC}J`);
  close();
  stream.emit('resize');
  expect(stream.written.at(-1)).toBe(`${ESC}?25h`);
});
