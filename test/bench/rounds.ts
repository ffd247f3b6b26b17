import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harbor } from '../harbor/index.ts';
import { PROGRAM } from '../harbor/programs.ts';
import { type Logins, loginsOf } from './logins.ts';
import { bareLook, handStart, handStop, type Login } from './script.ts';
import { type Sample, timed } from './timed.ts';
import type { Workload } from './workloads.ts';

/** What is timed, in the order in which it is shown. */
export const ROWS = [
  'ssh SHIP docker ps',
  'ps',
  'start by hand',
  'start',
  'start again',
  'stop by hand',
  'stop',
] as const;

export type Row = (typeof ROWS)[number];

/** All runs of one row. */
export interface Measured {
  samples: Sample[];
  logins: Logins;
}

/** A laptop that reaches the ships of a workload under these addresses. */
export interface Place {
  harbor: Harbor;
  workload: Workload;
  addresses: readonly string[];
}

/** Runs everything once, and adds what was measured to `to`. */
export async function round({ harbor, workload, addresses }: Place, to: Map<Row, Measured>): Promise<void> {
  const own = addresses.slice(0, workload.ships);
  const folder = join(String(harbor.env.HOME), workload.name.toLowerCase());
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'docker.yml'), workload.file(own));
  const login: Login = (ship) => `ssh -F ${harbor.sshConfig} ${own[ship - 1]}`;
  const levels = workload.levels(own);

  const measure = async (row: Row, argv: readonly string[]) => {
    const measured = to.get(row) ?? { samples: [], logins: { connections: 0, execs: 0 } };
    measured.logins = await loginsOf(harbor, async () => {
      measured.samples.push(await timed(harbor, argv, folder));
    });
    to.set(row, measured);
  };
  const script = (row: Row, text: string) => measure(row, ['sh', '-c', text]);
  const compowarm = (row: Row, verb: string) =>
    measure(row, [process.execPath, PROGRAM, verb, '--ssh-config', harbor.sshConfig]);

  await clean(harbor);
  await script('start by hand', handStart(levels, login));
  await script('stop by hand', handStop(levels, login));
  await clean(harbor);
  await compowarm('start', 'start');
  await compowarm('start again', 'start');
  await script(
    'ssh SHIP docker ps',
    bareLook(
      Object.keys(own).map((index) => Number(index) + 1),
      login,
    ),
  );
  await compowarm('ps', 'ps');
  await compowarm('stop', 'stop');
}

async function clean(harbor: Harbor): Promise<void> {
  await Promise.all(harbor.ships.map((_, index) => harbor.cleanDocker(index + 1)));
}
