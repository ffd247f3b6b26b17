import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harbor } from '../harbor/index.ts';
import { PROGRAM } from '../harbor/programs.ts';
import { type Sample, timed } from './timed.ts';

/** A way to bring the same bytes into a container, or out of it, and what it took. */
export interface BytesRow {
  name: string;
  samples: Sample[];
}

export const MEGABYTES = 512;
const NAME = 'cargo';

/** Passes random bytes into a container and out of it, so many times. */
export async function passBytes(harbor: Harbor, runs: number): Promise<BytesRow[]> {
  const folder = join(String(harbor.env.HOME), NAME);
  mkdirSync(folder, { recursive: true });
  const address = harbor.ships[0]?.address ?? '';
  const service = { image: 'busybox', command: 'sleep 3600', stop_signal: 'KILL' };
  writeFileSync(join(folder, 'docker.yml'), JSON.stringify({ services: { [NAME]: service }, 'x-ships': [address] }));
  const compowarm = `${process.execPath} ${PROGRAM} --ssh-config ${harbor.sshConfig}`;
  const byHand = `ssh -F ${harbor.sshConfig} ${address}`;
  const shell = (text: string) => timed(harbor, ['sh', '-c', text], folder);
  await shell(`${compowarm} start && head -c ${MEGABYTES}M /dev/urandom >bytes`);
  const rows = [
    { way: 'in', command: "sh -c 'cat >/dev/null'", ends: '<bytes' },
    { way: 'out', command: `head -c ${MEGABYTES}m /dev/zero`, ends: '</dev/null >/dev/null' },
  ].flatMap(({ way, command, ends }) => [
    { name: `${way}: ssh SHIP docker exec`, text: `${byHand} "docker exec -i ${NAME}-${NAME}-1 ${command}" ${ends}` },
    { name: `${way}: compowarm exec -T`, text: `${compowarm} exec -T ${NAME} ${command} ${ends}` },
  ]);
  const measured = rows.map((row) => ({ ...row, samples: [] as Sample[] }));
  for (let run = 0; run < runs; run++) {
    for (const { text, samples } of measured) samples.push(await shell(text));
  }
  await harbor.cleanDocker(1);
  return measured;
}
