import { expect, test } from 'vitest';
import { readGear } from '../../src/lib/fleet/gear.ts';

test('what a deploy finds on a ship besides docker', () => {
  const printed = {
    greeting: ['Welcome', ''],
    gear: ['flock'],
    tcp: [
      '   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 20',
      '   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 21',
      '  12: 00000000000000000000000000000000:1F91 00000000000000000000000000000000:0000 0A 00',
      '  13: 0000000000000000FFFF00005301A8C0:1F92 00000000000000000000000000000000:0000 0A 00',
      '  14: 00000000000000000000000001000000:1F93 00000000000000000000000000000000:0000 0A 00',
    ],
    udp: ['  sl  local_address rem_address   st', '   0: 5301A8C0:0035 00000000:0000 07 00'],
  };
  expect(readGear(new Map(Object.entries(printed)))).toEqual({
    missing: ['flock'],
    greeting: ['Welcome'],
    listening: [
      { ip: '', number: 22, protocol: 'tcp' },
      { ip: '127.0.0.1', number: 8080, protocol: 'tcp' },
      { ip: '', number: 8081, protocol: 'tcp' },
      { ip: '192.168.1.83', number: 8082, protocol: 'tcp' },
      { ip: '0:0:0:0:0:0:0:1', number: 8083, protocol: 'tcp' },
      { ip: '192.168.1.83', number: 53, protocol: 'udp' },
    ],
  });
  expect(readGear(new Map())).toEqual({ missing: [], greeting: [], listening: [] });
});
