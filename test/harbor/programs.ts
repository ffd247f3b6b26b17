import { join, resolve } from 'node:path';
import type { Harbor } from './harbor.ts';
import { laptopPaths, writeProgram } from './laptop.ts';

/** The program as it is built. */
export const PROGRAM = resolve(join(import.meta.dirname, '../../bin/run.js'));

/**
 * Writes programs for a person's shell into a folder, and returns that folder for the PATH: `compowarm` and, for any
 * other command, `sea`, both on the laptop.
 */
export function writePrograms({ folder, sshConfig, env, onSea }: Harbor): string {
  const onLaptop = ['exec', ...onSea(['env', '-u', 'SSH_AUTH_SOCK', `HOME=${env.HOME}`])].join(' ');
  writeProgram(folder, 'sea', `${onLaptop} "$@"`);
  writeProgram(folder, 'compowarm', `${onLaptop} ${process.execPath} ${PROGRAM} --ssh-config ${sshConfig} "$@"`);
  return laptopPaths(folder).bin;
}
