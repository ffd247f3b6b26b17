import { describe, expect, test } from 'vitest';
import { readMachine } from '../../src/lib/fleet/machine.ts';
import { takePulse } from '../../src/lib/fleet/pulse.ts';

const DISK = ['Filesystem     1024-blocks    Used Available Capacity Mounted on', '/dev/sda1 1000 600 400 60% /var'];

describe('what a machine prints of itself', () => {
  const read = (sections: Record<string, string[]>) => readMachine(new Map(Object.entries(sections)), {});

  test('all of it', () => {
    const printed = new Map(
      Object.entries({
        machine: ['3 5 /var/lib/my docker'],
        load: ['0.42 0.36 0.30 2/300 4242'],
        memory: [
          'MemTotal:       8000 kB',
          'MemFree:         100 kB',
          'MemAvailable:   5000 kB',
          'Buffers:          10 kB',
          'Cached:           20 kB',
        ],
        disk: DISK,
        inodes: ['Filesystem Inodes IUsed IFree IUse% Mounted on', '/dev/sda1 90 60 30 67% /var'],
      }),
    );
    expect(readMachine(printed, { latency: 1, clock: 2 })).toEqual({
      containers: { running: 3, all: 5 },
      root: '/var/lib/my docker',
      load: 0.42,
      memory: { total: 8_192_000, free: 5_120_000 },
      disk: { total: 1_024_000, free: 409_600 },
      inodes: { total: 90, free: 30 },
      latency: 1,
      clock: 2,
    });
  });

  test.each([
    ['nothing', {}, {}],
    ['a podman, that has no such fields', { machine: [''] }, {}],
    [
      'a kernel that does not say what is available',
      { memory: ['MemTotal: 8 kB', 'MemFree: 1 kB', 'Buffers: 2 kB', 'Cached: 3 kB'] },
      { memory: { total: 8192, free: 6144 } },
    ],
    ['a file system without numbers of files', { inodes: ['Filesystem Inodes', 'btrfs 0 0 0 - /var'] }, {}],
    [
      'a device with a blank',
      { disk: [DISK[0] ?? '', '//nas/my share 10 6 4 60% /a b'] },
      { disk: { total: 10_240, free: 4096 } },
    ],
  ])('%s', (_, sections, machine) => {
    expect(read(sections)).toEqual(machine);
  });
});

describe('the pulse of a ship', () => {
  /** Answers come after so many milliseconds each; the laptop's clock is at a million seconds when it begins. */
  function measured(trips: number[], date: string) {
    let now = 0;
    const written: string[] = [];
    const { hear, taken } = takePulse((text) => written.push(text), {
      running: () => now,
      time: () => 1_000_000_000_000 + now,
    });
    for (const [index, trip] of trips.entries()) {
      now += trip;
      hear(String(index + 1));
    }
    hear(date);
    return { ...taken, written: written.length };
  }

  test('its shortest round trip counts, and half of it is how old its time is when it comes', () => {
    expect(measured([30, 10, 20], '1000000005.060000000')).toEqual({ latency: 10, clock: 5005, written: 4 });
  });

  test('a date without parts of a second is taken at the middle of it', () => {
    expect(measured([10, 10, 10], '1000000000.%N')).toEqual({ latency: 10, clock: 475, written: 4 });
  });

  test('what it does not say is not known', () => {
    expect(measured([], 'date: not found')).toEqual({ written: 1 });
  });
});
