import { afterEach, describe, expect, test } from 'vitest';
import { gauge, listenCommand } from '../../src/lib/fleet/index.ts';
import { type Measured, sampleReader, sampleScript } from '../../src/lib/fleet/stats/sample.ts';
import { type Land, land, SHELLS, titleOf } from './land.ts';

const usage = (CPUPerc: string) => ({
  CPUPerc,
  MemUsage: '1MiB / 2GiB',
  MemPerc: '0.05%',
  NetIO: '1kB / 2kB',
  BlockIO: '0B / 0B',
  PIDs: '3',
});
const labels = (service: string, number: number) =>
  `com.docker.compose.service=${service},com.docker.compose.container-number=${number}`;
const listed = (id: string, service: string, number: number, state = 'running') =>
  JSON.stringify([id, `demo-${service}-${number}`, state, labels(service, number)]);
const measured = (id: string, service: string, number: number, CPUPerc?: string): Measured => ({
  id,
  name: `demo-${service}-${number}`,
  service,
  number,
  replica: true,
  ...(CPUPerc === undefined ? {} : { usage: usage(CPUPerc) }),
});
const line = (id: string, CPUPerc: string) => JSON.stringify([id, ...Object.values(usage(CPUPerc))]);

test('a sample is told of when it is whole', () => {
  const samples: unknown[] = [];
  const read = sampleReader((sample) => samples.push(sample));
  const first = [listed('a', 'web', 1), listed('b', 'db', 1), '', line('a', '1.00%')];
  for (const one of first) read(one);
  expect(samples).toEqual([]);
  read('.');
  for (const one of ['', '.', listed('b', 'db', 1), '', line('b', '2.00%'), '.']) read(one);
  expect(samples).toEqual([
    // gone between the two commands
    [
      { ...measured('a', 'web', 1, '1.00%'), state: 'running' },
      { ...measured('b', 'db', 1), state: 'running' },
    ],
    [],
    [{ ...measured('b', 'db', 1, '2.00%'), state: 'running' }],
  ]);
});

/** A docker with one container that runs and one that has stopped, which says whom it measures. */
const DOCKER = `case $1 in
ps) echo '${listed('a1', 'web', 1)}'; echo '${listed('b2', 'web', 2, 'exited')}' ;;
stats) shift 5; for id; do printf '["%s"]\\n' "$id"; done ;;
esac`;

describe.each(SHELLS.map((shell) => [titleOf(shell), shell] as const))('under %s', (_, shell) => {
  const run = shell.missing ? test.skip : test;
  let place: Land | undefined;
  afterEach(() => place?.remove());

  const sampled = async (docker: string, all: boolean) => {
    place = await land(shell);
    await place.command('docker', docker);
    const running = place.exec(
      listenCommand({ docker: ['docker'] }, sampleScript({ project: 'demo', all, once: true })),
    );
    return { end: await running.ended, lines: running.lines.map((one) => one.replace(/^\["(\w+)",.*/, '$1')) };
  };

  run('what runs is measured, and what does not only where all is wanted', async () => {
    expect(await sampled(DOCKER, false)).toEqual({ end: { code: 0 }, lines: ['a1', '', '["a1"]', '.'] });
    await place?.remove();
    expect(await sampled(DOCKER, true)).toEqual({
      end: { code: 0 },
      lines: ['a1', 'b2', '', '["a1"]', '["b2"]', '.'],
    });
  });

  run('where nothing runs, nothing is measured', async () => {
    expect(await sampled(DOCKER.replace('"running"', '"exited"'), false)).toEqual({
      end: { code: 0 },
      lines: ['', '.'],
    });
  });

  run('it ends where docker lists nothing any more', async () => {
    expect(await sampled('exit 1', false)).toEqual({ end: { code: 1 }, lines: [] });
  });
});

describe('what is known while ships are measured', () => {
  const shown = (known: ReturnType<typeof gauge>) =>
    known.rows().map(({ ship, name, usage }) => `${ship} ${name} ${usage?.CPUPerc ?? '--'}`);

  test('is the last of each ship, in the order of the ships and the services', () => {
    const known = gauge(['s2', 's1'], []);
    known.onSample('s1', [measured('a', 'web', 10, '1%'), measured('b', 'web', 2, '2%'), measured('c', 'db', 1, '3%')]);
    known.onSample('s2', [measured('d', 'web', 1, '4%')]);
    expect(shown(known)).toEqual(['s2 demo-web-1 4%', 's1 demo-db-1 3%', 's1 demo-web-2 2%', 's1 demo-web-10 1%']);
    known.onSample('s1', [measured('b', 'web', 2, '5%')]);
    expect(shown(known)).toEqual(['s2 demo-web-1 4%', 's1 demo-web-2 5%']);
    expect(known.rows('s2').map(({ id }) => id)).toEqual(['d']);
  });

  test('is of the services that were named', () => {
    const known = gauge(['s1'], ['db']);
    known.onSample('s1', [measured('a', 'web', 1, '1%'), measured('c', 'db', 1, '3%')]);
    expect(shown(known)).toEqual(['s1 demo-db-1 3%']);
  });

  test('is what was measured before where a container was not measured this time', () => {
    const known = gauge(['s1'], []);
    known.onSample('s1', [measured('a', 'web', 1, '1%')]);
    known.onSample('s1', [measured('a', 'web', 1), measured('b', 'web', 2)]);
    expect(shown(known)).toEqual(['s1 demo-web-1 1%', 's1 demo-web-2 --']);
  });

  test('is of a lost ship only what was there, until it is back', () => {
    const known = gauge(['s1', 's2'], []);
    known.onSample('s1', [measured('a', 'web', 1, '1%')]);
    known.onLost('s1', 'the connection was lost');
    expect([shown(known), known.lost()]).toEqual([
      ['s1 demo-web-1 --'],
      [{ ship: 's1', why: 'the connection was lost' }],
    ]);
    known.onBack('s1');
    expect([shown(known), known.lost()]).toEqual([['s1 demo-web-1 --'], []]);
  });
});
