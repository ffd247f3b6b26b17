import { expect, it } from 'vitest';
import { topTable } from '../../src/lib/output/index.ts';

const ROWS = [
  {
    ship: '192.168.1.83',
    service: 'web',
    number: 1,
    cells: { UID: 'root', PID: '424', CMD: `sh -c sleep 1000; echo ${'a'.repeat(40)}` },
  },
  { ship: '192.168.1.84', service: 'web', number: 12, cells: { USER: 'me', PID: '7', CMD: 'serve\u001b[31m' } },
];

it('shows what runs on all ships in one table, with a stroke where an engine does not tell', () => {
  expect(topTable(ROWS)).toBe(
    `SHIP           SERVICE   #    UID    PID   CMD                                                               USER
192.168.1.83   web       1    root   424   sh -c sleep 1000; echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa   -
192.168.1.84   web       12   -      7     serve                                                             me`,
  );
});

it('cuts what runs, and nothing else, at 80 columns', () => {
  expect(topTable(ROWS.slice(0, 1), { width: 80 })).toBe(
    `SHIP          SERVICE  #  UID   PID  CMD
192.168.1.83  web      1  root  424  sh -c sleep 1000; echo aaaaaaaaaaaaaaaaaaa…`,
  );
});

it('is nothing where nothing runs, as in Compose', () => {
  expect(topTable([])).toBe('');
});
