import { execFile } from 'node:child_process';
import os from 'node:os';
import type { Ship } from '../compose/index.ts';
import { EXIT, Problem } from '../problem.ts';
import { parseSshConfig, plainConfig, type SshConfig, type Surroundings } from './config.ts';
import { sshWords } from './ssh-words.ts';
import type { ConnectOptions } from './types.ts';

const answers = new Map<string, Promise<string | undefined>>();

/**
 * How ssh would reach a ship: what `ssh -G` says, where the ship's own user and port win; ssh's defaults where there is no ssh.
 * Asks once a run for each host, port and user.
 *
 * @throws Problem where ssh can't read its configuration or refuses the host's name.
 */
export async function readSshConfig(ship: Ship, options: ConnectOptions): Promise<SshConfig> {
  const around: Surroundings = { home: options.home, ...login(options), env: options.env };
  const words = sshWords(ship, options.sshConfig);
  const text = (await ask(words, ship, options.env)) ?? plainConfig(ship.host, around);
  const config = parseSshConfig(text, ship.host, around);
  return { ...config, port: ship.port ?? config.port, user: ship.user ?? config.user };
}

// A user without an entry of its own, as in many containers, goes by what the environment says; ssh itself gives up there.
function login({ home, env }: ConnectOptions): Pick<Surroundings, 'loginHome' | 'loginUser'> {
  try {
    const { homedir, username } = os.userInfo();
    return { loginHome: homedir, loginUser: username };
  } catch {
    return { loginHome: home, loginUser: env.USER ?? `uid-${process.getuid?.()}` };
  }
}

function ask(words: string[], ship: Ship, env: ConnectOptions['env']): Promise<string | undefined> {
  const key = JSON.stringify(words);
  const answer = answers.get(key) ?? run(words, ship, env);
  answers.set(key, answer);
  return answer;
}

function run(words: string[], ship: Ship, env: ConnectOptions['env']): Promise<string | undefined> {
  const argv = ['-G', '-T', ...words.slice(0, -1), '--', ...words.slice(-1)];
  return new Promise((resolve, reject) => {
    execFile('ssh', argv, { env: { ...env }, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else if (error.code === 'ENOENT') resolve(undefined);
      else
        reject(
          new Problem({
            what: `ssh does not say how to reach ${ship.host}`,
            where: { ship: ship.name },
            why: stderr.trim() || error.message,
            remedy: `make \`ssh -G ${ship.host}\` work, or pass another file with --ssh-config`,
            exit: EXIT.unreachable,
          }),
        );
    });
  });
}
