import type { Command } from './types.ts';

/** Fetches an image from its registry, or finds that the ship's is the newest; `platform` as `linux/arm64`. */
export function pull(image: string, platform?: string): Command {
  return { argv: ['pull', ...(platform ? ['--platform', platform] : []), image] };
}

/** Gives an image a name, whatever that meant before. */
export function tag(id: string, name: string): Command {
  return { argv: ['tag', id, name] };
}

/** Starts a container that exists. */
export function start(name: string): Command {
  return { argv: ['start', name] };
}

/** Starts a container that exists, with its input and output; its status is the container's. */
export function attachedStart(name: string): Command {
  return { argv: ['start', '--attach', '--interactive', name] };
}

/** Attaches to a container that runs; signals are ours to pass on. */
export function attachTo(name: string, flags: readonly string[]): Command {
  return { argv: ['attach', '--sig-proxy=false', ...flags, name] };
}

/** Prints whether a container has a terminal: `true`, `false`. */
export function inspectTerminal(name: string): Command {
  return { argv: ['container', 'inspect', '--format', '{{.Config.Tty}}', name] };
}

/** Stops a container; without `graceSeconds` it gets the time that it was made with. */
export function stop(name: string, graceSeconds?: number): Command {
  return { argv: ['stop', ...(graceSeconds === undefined ? [] : ['-t', String(graceSeconds)]), name] };
}

/** Stops a container if it runs, and starts it; `graceSeconds` as in `stop`. */
export function restart(name: string, graceSeconds?: number): Command {
  return { argv: ['restart', ...(graceSeconds === undefined ? [] : ['-t', String(graceSeconds)]), name] };
}

/** Sends a signal to a container, KILL unless given. */
export function kill(name: string, signal?: string): Command {
  return { argv: ['kill', ...(signal === undefined ? [] : ['-s', signal]), name] };
}

/** Holds all that a container runs where it is. */
export function pause(name: string): Command {
  return { argv: ['pause', name] };
}

/** Lets it go on. */
export function unpause(name: string): Command {
  return { argv: ['unpause', name] };
}

/** Prints what a path of a container leads to, as a tar; a symbolic link as one unless `follow` says otherwise. */
export function copyOut(name: string, path: string, follow: boolean): Command {
  return { argv: ['cp', ...(follow ? ['-L'] : []), `${name}:${path}`, '-'] };
}

/** Unpacks the tar on standard input in a folder of a container; `owned`: all is the user's that it runs as. */
export function copyIn(name: string, folder: string, owned: boolean): Command {
  return { argv: ['cp', ...(owned ? ['-a'] : []), '-', `${name}:${folder}`] };
}

/** Removes a stopped container, with its anonymous volumes where `volumes` says so. */
export function removeContainer(name: string, options: { volumes?: boolean } = {}): Command {
  return { argv: ['rm', ...(options.volumes ? ['-v'] : []), name] };
}

/** Takes a name from an image, and removes the image where that was its last. */
export function removeImage(name: string): Command {
  return { argv: ['image', 'rm', name] };
}

/** Removes a network that no container is in. */
export function removeNetwork(name: string): Command {
  return { argv: ['network', 'rm', name] };
}

/** Takes a container out of a network. */
export function leaveNetwork(name: string, container: string): Command {
  return { argv: ['network', 'disconnect', '-f', name, container] };
}

/** Removes a volume and what is in it. */
export function removeVolume(name: string): Command {
  return { argv: ['volume', 'rm', name] };
}

/** Gives a container another name. */
export function rename(from: string, to: string): Command {
  return { argv: ['rename', from, to] };
}

/** Gives a container another restart policy, `on-failure:3` say, without touching what runs. */
export function setRestart(name: string, policy: string): Command {
  return { argv: ['update', '--restart', policy, name] };
}

/** Which lines of a container's log are wanted, in docker's words. */
export interface LogRange {
  /** How many from the end; a number, or `all`. */
  tail?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  /** Those to come, too. */
  follow?: boolean;
}

/** Prints what a container wrote, each line with the time when docker read it. */
export function logs(name: string, { tail, since, until, follow }: LogRange): Command {
  const flags = { tail, since, until };
  const words = Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]));
  return { argv: ['logs', '--timestamps', ...(follow ? ['--follow'] : []), ...words, name] };
}

/** Prints a container's state and its health, `none` without a healthcheck: `running healthy`, `exited none`. */
export function inspectHealth(name: string): Command {
  const format = '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}';
  return { argv: ['container', 'inspect', '--format', format, name] };
}

/** A shell in a container, as words of docker; what it is to do follows them. */
export function shellIn(container: string): string[] {
  return ['exec', container, 'sh'];
}

/** A shell of an image that is there, in the network of a container, and gone when it has ended. */
export function shellWithin(container: string, image: string): string[] {
  return shellBeside(`container:${container}`, image);
}

/** The same, in a network. */
export function shellBeside(network: string, image: string): string[] {
  return ['run', '--rm', '--network', network, '--entrypoint', 'sh', image];
}
