import { readFile, writeFile } from 'node:fs/promises';
import { docker, paperFleet } from '../../paper/index.ts';
import { PROGRAM } from '../programs.ts';
import type { Stage } from './types.ts';

/** Two ships on paper, under the given addresses, with the images that the app wants. `reason` says why not real ones. */
export async function raisePaper(reason: string, addresses: readonly string[]): Promise<Stage> {
  const fleet = await paperFleet(2);
  await renameHosts(fleet.sshConfig, new Map(fleet.ships.map((ship, i) => [ship.address, String(addresses[i])])));
  for (const { engine } of fleet.ships) for (const name of ['flask', 'redis']) engine.image(name);
  return {
    onPaper: reason,
    home: fleet.home,
    commandLine: (argv) => [process.execPath, PROGRAM, '--ssh-config', fleet.sshConfig, ...argv],
    env: fleet.env,
    docker: async (ship, argv) => {
      const engine = fleet.ships[ship - 1]?.engine;
      if (!engine) throw new Error(`no ship ${ship}`);
      const { code, out, err } = await docker(engine, { argv: [...argv], stdin: Buffer.alloc(0), env: {} });
      if (code !== 0) throw new Error(`docker ${argv.join(' ')}: ${err}`);
      return out;
    },
    get: () => Promise.reject(new Error('containers on paper run no programs')),
    down: fleet.down,
  };
}

async function renameHosts(file: string, names: ReadonlyMap<string, string>): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace(/^(Host \S+ )(\S+)$/gm, (_, start: string, name: string) => start + (names.get(name) ?? name)),
  );
}
