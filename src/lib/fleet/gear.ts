import type { Gear, Listening } from '../docker/index.ts';
import type { Printed } from './observe.ts';

/** What a ship printed of what a deploy finds there besides docker. */
export function readGear(printed: Printed): Gear {
  const lines = (section: string) => printed.get(section) ?? [];
  return {
    missing: lines('gear').filter((line) => line !== ''),
    listening: [
      ...lines('tcp').flatMap((line) => readSocket(line, 'tcp')),
      ...lines('udp').flatMap((line) => readSocket(line, 'udp')),
    ],
    greeting: lines('greeting').filter((line) => line.trim() !== ''),
  };
}

/** A line of /proc/net/tcp or udp, proc(5): `  0: 0100007F:1F90 00000000:0000 0A ...`. The head has no such address. */
function readSocket(line: string, protocol: Listening['protocol']): Listening[] {
  const [, ip = '', port = ''] = /^\s*\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) /.exec(line) ?? [];
  return port === '' ? [] : [{ ip: readAddress(ip), number: Number.parseInt(port, 16), protocol }];
}

/** Each word of an address is as the processor has it in memory: its bytes turned round. */
function readAddress(hex: string): string {
  if (/^0+$/.test(hex)) return '';
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => word.match(/../g)?.reverse() ?? []);
  const last = bytes.slice(-4).map((byte) => Number.parseInt(byte, 16));
  const isMapped = bytes.length === 4 || bytes.slice(0, 12).join('') === '00000000000000000000FFFF';
  if (isMapped) return last.join('.');
  return (bytes.join('').match(/.{4}/g) ?? []).map((part) => part.toLowerCase().replace(/^0{1,3}/, '')).join(':');
}
