import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harbor } from '../harbor/index.ts';
import { PROGRAM } from '../harbor/programs.ts';
import { type Sample, timed } from './timed.ts';

/** A way to read the same logs, and what it took. */
export interface LogsRow {
  name: string;
  /** Lines that come out of it. */
  lines: number;
  samples: Sample[];
}

const SHIPS = 3;
const LINES = 33_334;
const NAME = 'flood';
const TEXT = 'of a flood, with as many words as a line of a log has on a day';

/** Reads 100,000 lines from three ships, so many times. */
export async function readLogs(harbor: Harbor, runs: number): Promise<LogsRow[]> {
  const folder = join(String(harbor.env.HOME), NAME);
  mkdirSync(folder, { recursive: true });
  const command = ['sh', '-c', `seq ${LINES} | sed 's/$/ ${TEXT}/'`];
  const service = { image: 'busybox', command, deploy: { mode: 'global' } };
  const addresses = harbor.ships.map(({ address }) => address);
  writeFileSync(join(folder, 'docker.yml'), JSON.stringify({ services: { [NAME]: service }, 'x-ships': addresses }));
  const compowarm = (...words: string[]) => [process.execPath, PROGRAM, '--ssh-config', harbor.sshConfig, ...words];
  await timed(harbor, compowarm('start'), folder);
  const byHand = addresses.map(
    (ship, i) => `ssh -F ${harbor.sshConfig} ${ship} docker logs ${NAME}-${NAME}-${i + 1} &`,
  );
  const rows = [
    {
      name: 'ssh SHIP docker logs, one beside the other',
      lines: SHIPS * LINES,
      argv: ['sh', '-c', `${byHand.join('\n')}\nwait`],
    },
    { name: 'compowarm logs', lines: SHIPS * LINES, argv: compowarm('logs') },
    { name: 'compowarm logs --tail 1', lines: SHIPS, argv: compowarm('logs', '--tail', '1') },
  ].map((row) => ({ ...row, samples: [] as Sample[] }));
  for (let run = 0; run < runs; run++) {
    for (const { argv, samples } of rows) {
      samples.push(await timed(harbor, ['sh', '-c', '"$@" | cat >/dev/null', 'sh', ...argv], folder));
    }
  }
  await Promise.all(harbor.ships.map((_, index) => harbor.cleanDocker(index + 1)));
  return rows;
}
