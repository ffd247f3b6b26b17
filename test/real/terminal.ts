import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { quoteAll } from '../../src/lib/docker/index.ts';
import type { Harbor } from '../harbor/index.ts';
import { commandLine, type Laptop } from './laptop.ts';

/** What a person sits at: the program in a real terminal, what it shows, and the keys that are pressed. */
export interface Terminal {
  /** Types text as it is. */
  type(text: string): Promise<void>;
  /** Presses keys by tmux's names: `C-c`, `Enter`. */
  press(...keys: string[]): Promise<void>;
  /** The lines that are shown now, blanks at their ends and empty ones at the bottom left out. */
  screen(): Promise<string[]>;
  /** The screen as soon as it holds this. */
  shows(what: string | RegExp): Promise<string[]>;
  resize(columns: number, rows: number): Promise<void>;
  /** The exit status, when the program has ended. */
  status(): Promise<number>;
  /** Closes the window, as it is closed at the end of the test at the latest. */
  close(): Promise<void>;
}

const PATIENCE = { timeout: 30_000, interval: 100 };

/** Types compowarm with these words in the laptop's folder, in a terminal of 80 columns and 24 rows under tmux, until the test ends. */
export async function terminal(harbor: Harbor, { folder }: Laptop, ...argv: string[]): Promise<Terminal> {
  const place = mkdtempSync(join(tmpdir(), 'terminal-'));
  const config = join(place, 'tmux.conf');
  const settings = ['remain-on-exit on', 'remain-on-exit-format ""', 'status off'];
  writeFileSync(config, settings.map((setting) => `set -g ${setting}\n`).join(''));
  const tmux = async (...words: string[]) => {
    const { code, stdout, stderr } = await harbor.laptop(
      ['tmux', '-u', '-S', join(place, 'socket'), '-f', config, ...words],
      {
        cwd: folder,
      },
    );
    if (code !== 0) throw new Error(`tmux ${words.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  };
  const close = async () => void (await tmux('kill-server').catch(() => {}));
  onTestFinished(async () => {
    await close();
    rmSync(place, { recursive: true });
  });
  const ended = join(place, 'status');
  // tmux does not always hear how its child ended
  const program = `trap : INT; ${quoteAll(commandLine(harbor, argv))}; echo $? >${ended}`;
  await tmux('new-session', '-d', '-x', '80', '-y', '24', 'sh', '-c', program);
  const screen = async () => (await tmux('capture-pane', '-p')).trimEnd().split('\n');
  return {
    type: async (text) => void (await tmux('send-keys', '-l', '--', text)),
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    screen,
    shows: (what) =>
      vi.waitFor(async () => {
        const lines = await screen();
        const text = lines.join('\n');
        if (typeof what === 'string' ? text.includes(what) : what.test(text)) return lines;
        throw new Error(`the screen does not show ${what}:\n${text}`);
      }, PATIENCE),
    resize: async (columns, rows) => void (await tmux('resize-window', '-x', String(columns), '-y', String(rows))),
    status: () =>
      vi.waitFor(async () => {
        const status = existsSync(ended) ? readFileSync(ended, 'utf8') : '';
        if (!status.endsWith('\n')) throw new Error(`it has not ended:\n${(await screen()).join('\n')}`);
        return Number(status);
      }, PATIENCE),
    close,
  };
}
