import type { Machine, Room } from '../docker/index.ts';
import type { Printed } from './observe.ts';
import type { Pulse } from './pulse.ts';

/** What a machine printed of itself, in whatever part it did. */
export function readMachine(printed: Printed, pulse: Pulse): Machine {
  const [docker = ''] = printed.get('machine') ?? [];
  const [, running, all, root] = /^(\d+) (\d+) (.*)$/.exec(docker) ?? [];
  const load = Number.parseFloat(printed.get('load')?.[0] ?? '');
  return {
    ...(root === undefined ? {} : { containers: { running: Number(running), all: Number(all) } }),
    ...(root ? { root } : {}),
    ...(Number.isNaN(load) ? {} : { load }),
    ...present('memory', memoryOf(printed.get('memory') ?? [])),
    ...present('disk', roomOf(printed.get('disk') ?? [], 1024)),
    ...present('inodes', roomOf(printed.get('inodes') ?? [], 1)),
    ...pulse,
  };
}

function present<K extends string>(key: K, room: Room | undefined): { [key in K]?: Room } {
  return room ? ({ [key]: room } as { [key in K]?: Room }) : {};
}

/** Kernels before 3.14 do not say what is available: nearly that is what is free and what only caches. */
function memoryOf(lines: readonly string[]): Room | undefined {
  const kib = new Map(lines.map((line) => [line.split(':')[0], Number(/\d+/.exec(line)?.[0])]));
  const [total, free = 0, buffers = 0, cached = 0] = ['MemTotal', 'MemFree', 'Buffers', 'Cached'].map((key) =>
    kib.get(key),
  );
  if (total === undefined) return undefined;
  return { total: total * 1024, free: (kib.get('MemAvailable') ?? free + buffers + cached) * 1024 };
}

/** The line under the head of `df -P`: `/dev/sda1 100 60 40 60% /var`. Some file systems have no numbers of files. */
function roomOf(lines: readonly string[], unit: number): Room | undefined {
  const [, total, free] = /\s(\d+)\s+\d+\s+(\d+)\s+\S+\s+\//.exec(lines[1] ?? '') ?? [];
  return Number(total) > 0 ? { total: Number(total) * unit, free: Number(free) * unit } : undefined;
}
