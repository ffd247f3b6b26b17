import type { Ship } from '../compose/index.ts';
import { paste } from './words.ts';

/** The words after `ssh` that reach a ship, for ssh itself and for commands that a person is told to run. */
export function sshWords(ship: Ship, sshConfig: string | undefined): string[] {
  return [
    ...(sshConfig === undefined ? [] : ['-F', sshConfig]),
    ...(ship.port === undefined ? [] : ['-p', String(ship.port)]),
    ...(ship.user === undefined ? [] : ['-l', ship.user]),
    ship.host,
  ];
}

/** The ssh command that reaches the same ship, for a person to paste; `more` is what it is to run there. */
export function sshCommand(ship: Ship, sshConfig: string | undefined, ...more: string[]): string {
  return paste('ssh', ...sshWords(ship, sshConfig), ...more);
}
