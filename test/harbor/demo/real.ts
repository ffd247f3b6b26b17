import { type Harbor, prepare, type RaiseOptions, raise } from '../index.ts';
import { PROGRAM } from '../programs.ts';
import { must } from '../run.ts';
import type { Stage } from './types.ts';

/** Two real ships. `waiting` is called when it takes long because what they are made of has to be fetched first. */
export async function raiseReal(options: RaiseOptions, waiting: () => void): Promise<Stage> {
  const timer = setTimeout(waiting, 1000);
  await prepare().finally(() => clearTimeout(timer));
  return stageOf(await raise(2, options));
}

function stageOf(harbor: Harbor): Stage {
  return {
    onPaper: undefined,
    home: String(harbor.env.HOME),
    commandLine: (argv) => harbor.onSea([process.execPath, PROGRAM, '--ssh-config', harbor.sshConfig, ...argv]),
    env: harbor.env,
    docker: (ship, argv) => {
      const words = argv.map((word) => `'${word}'`).join(' ');
      const login = ['ssh', '-F', harbor.sshConfig, String(harbor.ships[ship - 1]?.address)];
      return must(harbor.onSea([...login, `docker ${words}`]), { env: harbor.env });
    },
    get: harbor.get,
    down: harbor.down,
  };
}
