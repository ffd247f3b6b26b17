import { partEnvironment } from './environment.ts';
import type { Command } from './types.ts';

/** A command in a container that runs: keys as hooks have them. */
export interface Execution {
  command?: string[] | null | undefined;
  user?: string | undefined;
  privileged?: boolean | undefined;
  working_dir?: string | undefined;
  environment?: Readonly<Record<string, string | null>> | undefined;
}

/** How it is run: other flags of `docker exec`, and where its environment comes from when its input is its own. */
export interface Manner {
  flags?: readonly string[];
  envFile?: string;
}

/** One `docker exec`. Values of its environment stay out of argv. */
export function exec(container: string, execution: Execution, manner: Manner = {}): Command {
  const { env, exported } = partEnvironment(execution.environment ?? {});
  const argv = [
    'exec',
    ...(manner.flags ?? []),
    ...(execution.user ? ['--user', execution.user] : []),
    ...(execution.privileged ? ['--privileged'] : []),
    ...(execution.working_dir ? ['--workdir', execution.working_dir] : []),
    ...(Object.keys(env).length > 0 ? ['--env-file', manner.envFile ?? '/dev/stdin'] : []),
    ...Object.keys(exported).flatMap((name) => ['-e', name]),
    container,
    ...(execution.command ?? []),
  ];
  return {
    argv,
    ...(Object.keys(env).length + Object.keys(exported).length > 0 && { env }),
    ...(Object.keys(exported).length > 0 && { exported }),
  };
}
