import type { Container } from '../docker/index.ts';

/** A port of a container; one that is not published has no address, and no number on the ship. */
interface ShownPort {
  ip: string;
  published: number;
  target: number;
  protocol: string;
}

/** Ports in a row that are published under their own numbers. */
interface Run extends ShownPort {
  last: number;
}

type Ports = Pick<Container, 'ports' | 'exposed'>;

/** All ports that a container has now, by their own numbers. */
export function portsOf({ ports, exposed = [] }: Ports): ShownPort[] {
  const bare = exposed.map((port) => ({ ip: '', published: 0, ...port }));
  return [...ports, ...bare].sort(
    (a, b) =>
      a.target - b.target || compare(a.ip, b.ip) || a.published - b.published || compare(a.protocol, b.protocol),
  );
}

/** Ports as docker says them: `9000/tcp, 0.0.0.0:8000-8003->8000-8003/tcp, 127.0.0.1:81->80/tcp`. */
export function portsText(container: Ports): string {
  return textsOf(container, address).join(', ');
}

/** Those that are published, for people in a hurry: an address of all interfaces goes without saying, and only once. */
export function shortPortsText({ ports }: Ports): string {
  return [...new Set(textsOf({ ports }, (ip) => (ANY.has(ip) ? '' : address(ip))))].join(', ');
}

const ANY = new Set(['', '0.0.0.0', '::']);

function address(ip: string): string {
  if (ip === '') return '';
  return ip.includes(':') ? `[${ip}]:` : `${ip}:`;
}

/** Docker says first what keeps its number, in runs of each address, then what is moved. */
function textsOf(container: Ports, addressOf: (ip: string) => string): string[] {
  const all = portsOf(container);
  const moved = all.filter((port) => isMoved(port));
  return [
    ...runsOf(all.filter((port) => !isMoved(port))).map((run) => {
      const range = run.last === run.target ? `${run.target}` : `${run.target}-${run.last}`;
      const text = `${range}/${run.protocol}`;
      return run.published === 0 ? text : `${addressOf(run.ip)}${range}->${text}`;
    }),
    ...moved.map(({ ip, published, target, protocol }) => `${addressOf(ip)}${published}->${target}/${protocol}`),
  ];
}

function isMoved({ published, target }: ShownPort): boolean {
  return published !== 0 && published !== target;
}

/** What ends a run comes after it, as docker has it: the last run of each address is behind all others. */
function runsOf(ports: readonly ShownPort[]): Run[] {
  const ended: Run[] = [];
  const open = new Map<string, Run>();
  for (const port of ports) {
    const key = `${port.ip} ${port.protocol} ${port.published === 0}`;
    const run = open.get(key);
    if (run && run.last + 1 === port.target) {
      run.last = port.target;
      continue;
    }
    if (run) ended.push(run);
    open.set(key, { ...port, last: port.target });
  }
  return [...ended, ...open.values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
