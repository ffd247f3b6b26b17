import type { PaperContainer, PaperPort } from './types.ts';

/** A point in time as docker's JSON has it; the zero of Go for never. */
export function iso(at: number | undefined): string {
  return at === undefined ? '0001-01-01T00:00:00Z' : new Date(at).toISOString().replace('Z', '000000Z');
}

/** A point in time as docker's lists have it. */
export function when(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

/** A span of time in docker's words: `3 minutes`. */
export function age(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  if (hours === 1) return 'About an hour';
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}

/** A size with so many digits that count: `104MB`. */
export function bytes(size: number, digits: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = size > 0 ? Math.min(Math.floor(Math.log10(size) / 3), units.length - 1) : 0;
  return `${Number((size / 1000 ** power).toPrecision(digits))}${units[power]}`;
}

/** Where a port listens: all of IPv4 is all of IPv6 too. */
export function listening(port: PaperPort): PaperPort[] {
  return port.ip === '' ? ['0.0.0.0', '::'].map((ip) => ({ ...port, ip })) : [port];
}

function ranges(numbers: number[]): string[] {
  const groups: [number, number][] = [];
  for (const number of numbers) {
    const group = groups.at(-1);
    if (group && group[1] + 1 === number) group[1] = number;
    else groups.push([number, number]);
  }
  return groups.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
}

/** The Ports column: same numbers in groups (`0.0.0.0:80-81->80-81/tcp`), then the mapped ones, one by one. */
export function portsOf({ published, exposed, status }: PaperContainer): string {
  if (status !== 'running' && status !== 'paused') return '';
  const open = published.flatMap(listening);
  const bare = exposed
    .map((port) => port.split('/'))
    .filter(([target, protocol]) => !open.some((one) => `${one.target}` === target && one.protocol === protocol))
    .map(([target, protocol = 'tcp']) => ({ ip: '', published: Number(target), target: Number(target), protocol }));
  const all = [...open, ...bare].sort((a, b) => a.target - b.target || (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0));
  const same = all.filter((port) => port.published === port.target);
  const keys = [...new Set(same.map(({ ip, protocol }) => `${ip} ${protocol}`))];
  const grouped = keys.flatMap((key) => {
    const [ip, protocol] = key.split(' ');
    const numbers = same.filter((port) => `${port.ip} ${port.protocol}` === key).map(({ target }) => target);
    return ranges(numbers).map((range) => (ip ? `${ip}:${range}->${range}/${protocol}` : `${range}/${protocol}`));
  });
  const mapped = all
    .filter((port) => port.published !== port.target)
    .map((port) => `${port.ip}:${port.published}->${port.target}/${port.protocol}`);
  return [...grouped, ...mapped].join(', ');
}
