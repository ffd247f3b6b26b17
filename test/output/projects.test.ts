import { expect, it } from 'vitest';
import type { ProjectRow } from '../../src/lib/fleet/index.ts';
import { projectNames, projectsJson, projectsTable } from '../../src/lib/output/index.ts';
import { NOW } from './given.ts';

const on = (number: number, status: string) => ({ ship: `192.168.1.${number}`, status });

const ROWS: ProjectRow[] = [
  { name: 'blog', status: 'running(1)', ships: [on(83, 'running(1)')], files: undefined },
  {
    name: 'shop',
    status: 'exited(1), running(2)',
    ships: [on(83, 'running(2)'), on(84, 'exited(1)')],
    files: ['/home/ann/shop/compose.yaml', '/home/ann/shop/ships.yml'],
  },
];

it.each([
  [
    undefined,
    `NAME   STATUS                  SHIPS                        CONFIG FILES
blog   running(1)              192.168.1.83                 N/A
shop   exited(1), running(2)   192.168.1.83, 192.168.1.84   /home/ann/shop/compose.yaml, /home/ann/shop/ships.yml`,
  ],
  [
    80,
    `NAME  STATUS                 SHIPS         CONFIG FILES
blog  running(1)             192.168.1.83  N/A
shop  exited(1), running(2)  2 ships       /home/ann/shop/compose.yaml, /home/a…`,
  ],
])('the table in %s columns', (width, expected) => {
  expect(projectsTable(ROWS, { now: NOW, width })).toBe(expected);
});

it('for programs, one object a line, with the names of Compose', () => {
  expect(
    projectsJson(ROWS)
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      Name: 'blog',
      Status: 'running(1)',
      ConfigFiles: 'N/A',
      Ships: [{ Ship: '192.168.1.83', Status: 'running(1)' }],
    },
    {
      Name: 'shop',
      Status: 'exited(1), running(2)',
      ConfigFiles: '/home/ann/shop/compose.yaml,/home/ann/shop/ships.yml',
      Ships: [
        { Ship: '192.168.1.83', Status: 'running(2)' },
        { Ship: '192.168.1.84', Status: 'exited(1)' },
      ],
    },
  ]);
});

it('their names alone', () => {
  expect(projectNames(ROWS)).toBe('blog\nshop');
});
