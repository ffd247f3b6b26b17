import { vi } from 'vitest';
import type { Answer, Harbor, Result } from '../harbor/index.ts';

/** What a shell on the ship prints, without the last newline; it must succeed. */
export async function ask(harbor: Harbor, ship: number, shellText: string): Promise<string> {
  const { code, stdout, stderr } = await harbor.onShip(ship, shellText);
  if (code !== 0) throw new Error(`${shellText} ended with ${code}\n${stderr}`);
  return stdout.replace(/\n$/, '');
}

/** The same as lines, sorted. */
export async function askLines(harbor: Harbor, ship: number, shellText: string): Promise<string[]> {
  const text = await ask(harbor, ship, shellText);
  return text === '' ? [] : text.split('\n').sort();
}

/** A field of a container as docker has it, read as JSON: `inspect(harbor, 1, 'web-1', '.Config.Env')`. */
export async function inspect(harbor: Harbor, ship: number, container: string, field: string): Promise<unknown> {
  return JSON.parse(await ask(harbor, ship, `docker inspect --format '{{json ${field}}}' ${container}`));
}

/** The variables that the container was made with, PATH aside, which is the image's. */
export async function environment(harbor: Harbor, ship: number, container: string): Promise<string[]> {
  const lines = (await inspect(harbor, ship, container, '.Config.Env')) as string[];
  return lines.filter((line) => !line.startsWith('PATH=')).sort();
}

export async function idOf(harbor: Harbor, ship: number, container: string): Promise<string> {
  return ask(harbor, ship, `docker inspect --format '{{.Id}}' ${container}`);
}

/** What a web server says as soon as it listens: its container runs a little before. */
export function visit(harbor: Harbor, url: string): Promise<Answer> {
  return vi.waitFor(() => harbor.get(url), { timeout: 30_000, interval: 100 });
}

/** Every container of a ship and its state: `visits-client-1 running`. */
export function containers(harbor: Harbor, ship: number): Promise<string[]> {
  return askLines(harbor, ship, `docker ps -a --format '{{.Names}} {{.State}}'`);
}

/** All that deploys could have left on a ship. */
export interface Traces {
  containers: string[];
  networks: string[];
  volumes: string[];
  records: string[];
  folders: string[];
  /** Shells and what they run, those of the ship itself aside. */
  processes: string[];
}

/** A ship as it is before the first deploy and, volumes aside, after `down`. */
export const NO_TRACES: Traces = {
  containers: [],
  networks: [],
  volumes: [],
  records: [],
  folders: [],
  processes: [],
};

const LISTS: Record<keyof Traces, string> = {
  containers: `docker ps -a --format '{{.Names}} {{.State}}'`,
  networks: `docker network ls --filter type=custom --format '{{.Name}}'`,
  volumes: `docker volume ls --format '{{.Name}}'`,
  records: `[ ! -d ~/.local/state/compowarm ] || find ~/.local/state/compowarm -type f -printf '%P %m\\n' | sed 's,^[^/]*/,,; s,deploys/.*json,deploys,' | sort -u`,
  folders: `find /tmp -maxdepth 1 -name 'compowarm.*' -printf '%f\\n'`,
  // not this shell, nor what containers run, nor the sleep that keeps the ship's process 1 awake
  processes: `for p in /proc/[0-9]*; do
    [ "$p" != "/proc/$$" ] && [ "$p/ns/pid" -ef /proc/1/ns/pid ] && { read -r c <$p/comm; } 2>/dev/null || continue
    case $c in
      sh | bash | dash | docker | flock | timeout) echo "$c" ;;
      sleep) read -r l <$p/cmdline; [ "$l" = sleepinfinity ] || echo "$c" ;;
    esac
  done`,
};

/** What is on a ship. */
export async function traces(harbor: Harbor, ship: number): Promise<Traces> {
  const found: Traces = { ...NO_TRACES };
  for (const kind of Object.keys(LISTS) as (keyof Traces)[]) found[kind] = await askLines(harbor, ship, LISTS[kind]);
  return found;
}

/** A text in which no time that something took is told, nor which deploy a container that was kept is of. */
export function untimed(text: string): string {
  return text.replace(/\d+\.\d+s|\d+m\d\ds/g, 'Ns').replace(/_failed_[0-9a-f]{8}/g, '_failed_DEPLOY');
}

/**
 * How a command ended and what it told: ships answer in any order, so the lines of progress are sorted, with those
 * indented under theirs; the closing lines stay in their order. Of the plan in front of what was done only warnings stay.
 */
export function told({ code, stdout, stderr }: Result): { code: number | null; stdout: string; stderr: string[] } {
  const lines = untimed(stderr).split('\n').slice(0, -1);
  const blocks: string[] = [];
  for (const line of lines) {
    if (line.startsWith('    ') && blocks.length > 0) blocks.push(`${blocks.pop()}\n${line}`);
    else blocks.push(line);
  }
  const end = blocks.findIndex((line) => / in Ns$/.test(line));
  const head = end < 0 ? -1 : blocks.findIndex((line) => /^\d.* on \d+ ships?$/.test(line));
  const warnings = blocks.slice(0, head + 1).filter((line) => line.startsWith('warning: '));
  const progress = end < 0 ? [] : [...warnings, ...blocks.slice(head < 0 ? 0 : head + 2, end)].sort();
  const closing = end < 0 ? blocks : blocks.slice(end);
  return { code, stdout, stderr: [...progress, ...closing].flatMap((block) => block.split('\n')) };
}

/** A table of `ps` without how long ago anything was. */
export function timeless(table: string): string {
  return table
    .replace(/(Less than a second|About a minute|About an hour|\d+ (seconds?|minutes?|hours?)) ago/g, 'N ago')
    .replace(/Up (Less than a second|About a minute|About an hour|\d+ (seconds?|minutes?|hours?))/g, 'Up N')
    .replace(/ {3,}/g, '   ');
}
