import { needContainer } from '../find.ts';
import { DaemonError } from '../refusal.ts';
import type { Given, PaperEngine, Reply } from '../types.ts';

const WIDTH = 20;

function line(cells: string[]): string {
  return `${cells.map((cell, index) => (index < cells.length - 1 ? cell.padEnd(WIDTH) : cell)).join('')}\n`;
}

/** `docker top`: what a container was made to run is all that runs in it. */
function top(engine: PaperEngine, { argv }: Given): Reply {
  const { id, status, entrypoint, cmd } = needContainer(engine, argv[0] ?? '');
  if (status === 'restarting') {
    throw new DaemonError(`Container ${id} is restarting, wait until the container is running`);
  }
  if (status !== 'running' && status !== 'paused') throw new DaemonError(`Container ${id} is not running`);
  const titles = ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'];
  const cells = ['root', '4242', '4200', '0', '10:00', '?', '00:00:00', [...entrypoint, ...cmd].join(' ')];
  return { code: 0, out: line(titles) + line(cells), err: '' };
}

export const TOP = { top };
