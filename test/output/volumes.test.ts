import { expect, it } from 'vitest';
import type { VolumeRow } from '../../src/lib/fleet/index.ts';
import { volumeNames, volumesJson, volumesTable } from '../../src/lib/output/index.ts';

const row = (ship: string, name: string, parts: Partial<VolumeRow> = {}): VolumeRow => ({
  ship,
  name,
  driver: 'local',
  labels: {},
  mountpoint: `/v/${name}`,
  services: [],
  ...parts,
});

const ROWS = [
  row('192.168.1.83', 'shop_data', { services: ['backup', 'db'], labels: { a: '1', b: '2' } }),
  row('192.168.1.83', './conf', { driver: 'folder' }),
  row('192.168.1.84', 'shop_data'),
  row('192.168.1.85', 'shop_old', { driver: 'unknown', mountpoint: '', services: ['db'] }),
  row('192.168.1.85', './init', { driver: 'unknown', mountpoint: '' }),
];

it('the table', () => {
  expect(volumesTable(ROWS, { width: 80 })).toBe(
    `SHIP           DRIVER    VOLUME NAME   SERVICES
192.168.1.83   local     shop_data     backup, db
192.168.1.83   folder    ./conf
192.168.1.84   local     shop_data
192.168.1.85   unknown   shop_old      db
192.168.1.85   unknown   ./init`,
  );
});

it('for programs, one object a line, with the names of Compose, and Services and Ship', () => {
  const [first, , , unknown] = volumesJson(ROWS).split('\n');
  const common = { Availability: 'N/A', Group: 'N/A', Links: 'N/A', Scope: 'local', Size: 'N/A' };
  expect(JSON.parse(first ?? '')).toEqual({
    ...common,
    Driver: 'local',
    Labels: 'a=1,b=2',
    Mountpoint: '/v/shop_data',
    Name: 'shop_data',
    Services: ['backup', 'db'],
    Ship: '192.168.1.83',
    Status: 'N/A',
  });
  expect(JSON.parse(unknown ?? '')).toEqual({
    ...common,
    Driver: 'unknown',
    Labels: '',
    Mountpoint: '',
    Name: 'shop_old',
    Services: ['db'],
    Ship: '192.168.1.85',
    Status: 'unknown',
  });
});

it('the names that docker knows, each once', () => {
  expect(volumeNames(ROWS)).toBe('shop_data\nshop_old');
});
