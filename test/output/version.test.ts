import { expect, it } from 'vitest';
import { versionJson, versionText } from '../../src/lib/output/index.ts';
import { answered } from './given.ts';

const FLEET = [
  answered('192.168.1.83', []),
  { ship: '192.168.1.84', unreachable: 'no route to host', remedy: 'is it switched on?' },
];

it('is one line where there are no ships', () => {
  expect(versionText('0.1.0', [])).toBe('Compowarm version 0.1.0');
  expect(versionJson('0.1.0', [])).toBe('{"version":"0.1.0"}');
});

it('comes with the engines of the ships', () => {
  expect(versionText('0.1.0', FLEET)).toBe(`Compowarm version 0.1.0

SHIP           ENGINE    OS/ARCH
192.168.1.83   26.1.5    linux/x86_64
192.168.1.84   unknown`);
  expect(JSON.parse(versionJson('0.1.0', FLEET))).toEqual({
    version: '0.1.0',
    ships: [
      { Ship: '192.168.1.83', Engine: '26.1.5', Os: 'linux', Arch: 'x86_64' },
      { Ship: '192.168.1.84', Engine: 'unknown' },
    ],
  });
});
