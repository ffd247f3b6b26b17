import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { leave, use } from './demo/acts.ts';
import { raisePaper } from './demo/paper.ts';
import { raiseReal } from './demo/real.ts';
import { explain, printed, type Show, typed } from './demo/show.ts';
import { Failure, type Stage } from './demo/types.ts';
import { attach, canRaise } from './index.ts';
import { leaving } from './leaving.ts';
import { writePrograms } from './programs.ts';
import { stateFile } from './state.ts';

const APP = readFileSync(resolve(import.meta.dirname, '../../fixtures/visits/docker.yml'), 'utf8');
const ADDRESSES = ['192.168.1.83', '192.168.1.84'];
const KEPT = 'harbor';

const usage = `Shows Compowarm at work: two services on two ships, which are raised on this machine and taken down again.

  npm run demo             everything, and nothing stays
  npm run demo -- --keep   the app and its ships stay up, to play with
`;

async function main(args: string[]): Promise<number> {
  if (args.some((arg) => arg !== '--keep')) return complain(usage, 2);
  const keep = args.length > 0;
  if (keep && existsSync(stateFile(KEPT))) return complain('a harbor is up already: npm run harbor -- down', 1);
  const signal = leaving();
  let stage: Stage | undefined;
  let stays = false;
  try {
    stage = await raise(keep, signal);
    stays = await play(unfold(stage, signal), keep);
    return 0;
  } catch (error) {
    if (signal.aborted) return complain('interrupted: everything is taken down', 130);
    if (error instanceof Failure) return complain(`this did not work: ${error.message}`, 1);
    throw error;
  } finally {
    if (!stays) await stage?.down();
  }
}

async function raise(keep: boolean, signal: AbortSignal): Promise<Stage> {
  const able = canRaise();
  if (!able.ok) return onPaper(able.reason);
  explain('Raising two ships on this machine: Docker hosts of their own, reached by SSH.');
  try {
    return await raiseReal(keep ? { name: KEPT, detached: true } : {}, () =>
      explain('The first time, what they are made of comes from Debian: a few minutes.'),
    );
  } catch (error) {
    signal.throwIfAborted();
    return onPaper((error as Error).message);
  }
}

function onPaper(reason: string): Promise<Stage> {
  explain(`Real ships can't be raised here: ${reason}.
These are ships on paper: SSH servers with a real shell on 127.0.0.1, and a
stand-in for docker that keeps containers in mind and runs no programs in them.`);
  return raisePaper(reason, ADDRESSES);
}

function unfold(stage: Stage, signal: AbortSignal): Show {
  const folder = join(stage.home, 'visits');
  mkdirSync(folder);
  writeFileSync(join(folder, 'docker.yml'), APP);
  explain('A folder `visits` with one file: a web app that counts its visits in Redis, and\nthe two ships.');
  typed('cat docker.yml');
  printed(APP);
  return { stage, folder, signal };
}

// Whether the ships stay up.
async function play(show: Show, keep: boolean): Promise<boolean> {
  const { onPaper } = show.stage;
  const stays = keep && onPaper === undefined;
  for (const act of stays ? use : [...use, ...leave]) await act(show);
  if (stays) explain(howToPlay(show.folder));
  else if (onPaper === undefined) explain('All of this worked. The ships are taken down.');
  else {
    explain(`All of this worked, on ships on paper (no real ones: ${onPaper}).
The counter answers on real ships: Linux of the Debian family, as root.`);
    if (keep) explain('Ships on paper end with this program: nothing is kept.');
  }
  return stays;
}

function howToPlay(folder: string): string {
  return `All of this worked. The app and its ships stay up; to play with them, type:

  export PATH=${writePrograms(attach(stateFile(KEPT)))}:$PATH
  cd ${folder}
  compowarm ps
  sea curl ${ADDRESSES[0]}:5000

(\`sea\` runs a command on the network of the ships.) To take everything down:

  cd ${resolve(import.meta.dirname, '../..')}
  npm run harbor -- down`;
}

function complain(text: string, status: number): number {
  process.stderr.write(`\n${text.trimEnd()}\n`);
  return status;
}

process.exitCode = await main(process.argv.slice(2));
