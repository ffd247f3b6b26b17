import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeReal } from '../harbor/describe.ts';
import { cleanShips, type Laptop, laptop, VISITS } from './laptop.ts';
import { containers } from './seen.ts';
import { terminal } from './terminal.ts';

describeReal('in a terminal', (harbor) => {
  let here: Laptop;
  beforeAll(async () => {
    await cleanShips(harbor);
    here = laptop(harbor, 'visits', VISITS);
  });
  afterAll(() => here.remove());

  it('a start shows its plan and how it goes on, and fits when the window becomes narrow', async () => {
    const seat = await terminal(harbor, here, 'start');
    await seat.resize(60, 24);
    expect(await seat.status()).toBe(0);
    const lines = (await seat.screen()).map((line) => line.replace(/\d+\.\d+s/g, 'Ns'));
    expect(lines.at(-1)).toMatch(/^2 created on 2 ships in Ns$/);
  });

  it('what loses something is asked for, and n is a no', async () => {
    here.write('docker.yml', VISITS.replaceAll('client', 'front'));
    const seat = await terminal(harbor, here, 'start', '--remove-orphans');
    await seat.shows(/\[y\/N\]/);
    await seat.type('n');
    await seat.press('Enter');
    expect(await seat.status()).toBe(6);
    expect(await containers(harbor, 1)).toEqual(['visits-client-1 running']);
  });
});
