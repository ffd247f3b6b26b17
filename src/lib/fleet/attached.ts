import type { Ship } from '../compose/index.ts';
import { type Command, checkGiven, quote, quoteAll } from '../docker/index.ts';
import type { Pty, Session, Stream } from '../ships/index.ts';
import { shipCommand } from './errand.ts';

/** A docker command on a ship whose streams are here. */
export interface Attached {
  stream: Stream;
  /** Sends a signal to what it runs, `INT` say; whether that could be done. None where it is left alone. */
  signal?(name: string): Promise<boolean>;
}

export interface AttachOptions {
  /** Its own: hexadecimal digits, drawn by lot. */
  key: string;
  /** Sh text that sends a signal to what it runs, and has status 0 where it could; none to leave it alone. */
  script?(signal: string): string;
  /** It has a terminal; when that goes, what it runs is told by a HUP. */
  pty?: Pty;
}

/**
 * An exec string whose sh text is the first line of its input, in base64: what follows on the input is the command's.
 * So nothing of the command, its environment least of all, stands in the ship's list of processes for a shell.
 */
export const ATTACHED = `sh -c 'read -r l; eval "$(echo $l | base64 -d)"'`;

/**
 * Runs a docker command that has the exec's input, output and status.
 * @throws Problem where the connection is lost, or for a variable that docker can't be given
 */
export async function openAttached(
  session: Session,
  ship: Ship,
  command: Command,
  options: AttachOptions,
): Promise<Attached> {
  const line = attachedLine(ship, command, options);
  const stream = await session.stream(ATTACHED, options.pty);
  stream.input.write(line);
  const { script } = options;
  if (!script) return { stream };
  const signal = async (name: string) => {
    const running = await session.open(shipCommand(script(name)));
    const end = await running.ended;
    return end !== 'lost' && 'code' in end && end.code === 0;
  };
  return { stream, signal };
}

/** The first line for ATTACHED. The command's environment waits for it in a FIFO at `envFileOf(key)`, and is on no disk. */
export function attachedLine(
  ship: Pick<Ship, 'docker'>,
  command: Command,
  { key, script, pty }: AttachOptions,
): string {
  const { argv, env = {}, exported = {} } = command;
  checkGiven({ env, exported }, ship.docker);
  const lines = Object.entries(env).map(([name, value]) => quote(`${name}=${value}`));
  const folder = folderOf(key);
  const before = [
    `mkdir -m 700 ${folder} && mkfifo -m 600 ${folder}/env || exit 255`,
    `printf '%s\\n' ${lines.join(' ')} >${folder}/env &`,
  ];
  // a docker that did not come as far as to read it leaves someone who waits to write
  const behind = [`: <>${folder}/env`, `rm -r ${folder}`];
  const text = [
    ...Object.entries(exported).map(([name, value]) => `export ${name}=${quote(value)}`),
    ...(lines.length > 0 ? before : []),
    'trap L=1 HUP',
    quoteAll([...ship.docker, ...argv]),
    'C=$?',
    ...(lines.length > 0 ? behind : []),
    ...(pty && script ? [`[ -z "$L" ] || (${script('HUP')}) >/dev/null 2>&1`] : []),
    'exit $C',
  ].join('\n');
  return `${Buffer.from(text).toString('base64')}\n`;
}

/** Where a command that is attached to finds its environment. */
export function envFileOf(key: string): string {
  return `${folderOf(key)}/env`;
}

function folderOf(key: string): string {
  return `/tmp/compowarm-${key}`;
}
