import { newId } from '../engine.ts';
import { findImage } from '../find.ts';
import { start } from '../life.ts';
import { familiar } from '../names.ts';
import { pull } from '../pull.ts';
import { DaemonError, Malformed, Refusal, saidByDaemon } from '../refusal.ts';
import type { Given, Healthcheck, PaperContainer, PaperEngine, PaperImage, Reply } from '../types.ts';
import { attachments, exposedPorts, mountsOf, networkMode, portBindings } from './attach.ts';
import { envFile, envOf } from './env.ts';
import { type Flags, type Grammar, last, nanoseconds, pairs, parseFlags } from './flags.ts';

const BOOLEANS =
  'init interactive,i no-healthcheck oom-kill-disable privileged publish-all,P read-only rm tty,t quiet,q';

const VALUED = `add-host annotation blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile cpu-period
cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares,c cpus cpuset-cpus cpuset-mems device device-cgroup-rule device-read-bps
device-read-iops device-write-bps device-write-iops dns dns-option dns-search domainname entrypoint env,e env-file expose
gpus group-add health-cmd health-interval health-retries health-start-period health-timeout hostname,h ip ip6 ipc isolation
label,l label-file link log-driver log-opt mac-address memory,m memory-reservation memory-swap memory-swappiness mount name
network net network-alias oom-score-adj pid pids-limit platform publish,p pull restart runtime security-opt shm-size
stop-signal stop-timeout storage-opt sysctl tmpfs ulimit user,u userns uts volume,v volumes-from workdir,w`;

function grammar(verb: string, engine: PaperEngine): Grammar {
  const modern = Number.parseInt(engine.version, 10) >= 25 ? ['health-start-interval'] : [];
  const words = [...VALUED.split(/\s+/), ...modern, ...BOOLEANS.split(' ').map((flag) => `${flag}!`), 'detach,d!'];
  return { verb, flags: words.join(' '), stops: true };
}

function healthcheckOf(flags: Flags, image: PaperImage): Healthcheck | undefined {
  if (flags['no-healthcheck']) return { Test: ['NONE'] };
  const { healthyAfter, unhealthy } = image.behaviour;
  const own: Healthcheck | undefined =
    healthyAfter !== undefined || unhealthy ? { Test: ['CMD-SHELL', 'true'] } : undefined;
  const command = last(flags, 'health-cmd');
  const times = (
    [
      ['Interval', 'health-interval'],
      ['Timeout', 'health-timeout'],
      ['StartPeriod', 'health-start-period'],
    ] as const
  ).flatMap(([key, flag]) => (flags[flag] ? [[key, nanoseconds(last(flags, flag) ?? '')] as const] : []));
  const retries = last(flags, 'health-retries');
  if (!command && !own) return undefined;
  return {
    Test: command ? ['CMD-SHELL', command] : (own?.Test ?? []),
    ...Object.fromEntries(times),
    ...(retries ? { Retries: Number(retries) } : {}),
  };
}

/** The restart policy that `docker run` and `docker update` were told. */
export function restartOf(flags: Flags): { name: string; max: number } {
  const [name = 'no', max = '0'] = (last(flags, 'restart') || 'no').split(':');
  return { name, max: Number(max) };
}

function commandOf(flags: Flags, image: PaperImage, words: string[]): { entrypoint: string[]; cmd: string[] } {
  const entrypoint = last(flags, 'entrypoint');
  const { behaviour } = image;
  if (entrypoint !== undefined) return { entrypoint: entrypoint ? [entrypoint] : [], cmd: words };
  return {
    entrypoint: behaviour.entrypoint ?? [],
    cmd: words.length > 0 ? words : (behaviour.cmd ?? ['app']),
  };
}

/** The daemon's half: throws its words for a name in use, two networks at once, a command that is not there. */
function createContainer(engine: PaperEngine, flags: Flags, words: string[], given: Given): PaperContainer {
  const [asked = '', ...rest] = words;
  const image = findImage(engine, asked);
  if (!image) throw new DaemonError(`No such image: ${familiar(asked)}`);
  const id = newId();
  const name = last(flags, 'name') ?? `paper_${id.slice(0, 8)}`;
  refuseName(engine, name);
  const healthcheck = healthcheckOf(flags, image);
  const container: PaperContainer = {
    id,
    name,
    created: engine.now(),
    image: asked,
    imageId: image.id,
    behaviour: image.behaviour,
    flags,
    ...commandOf(flags, image, rest),
    env: envOf(flags, image, given),
    labels: { ...image.behaviour.labels, ...labelFiles(flags, given), ...pairs(flags.label) },
    ...(healthcheck ? { healthcheck } : {}),
    mounts: mountsOf(engine, flags, image),
    exposed: exposedPorts(flags, image),
    bindings: portBindings(flags, image),
    published: [],
    networkMode: networkMode(flags),
    networks: attachments(engine, flags),
    restart: restartOf(flags),
    status: 'created',
    exitCode: 0,
    error: '',
    restartCount: 0,
    inspections: 0,
    logs: [],
    copied: [],
  };
  engine.containers.push(container);
  return container;
}

function labelFiles(flags: Flags, given: Given): Record<string, string> {
  return flags['label-file'] ? pairs(envFile(given.stdin.toString(), given.env)) : {};
}

/** Throws the daemon's words for a name that another container has. */
export function refuseName(engine: PaperEngine, name: string): void {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) {
    const rule = 'only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed';
    throw new DaemonError(`Invalid container name (${name}), ${rule}`);
  }
  const holder = engine.containers.find((container) => container.name === name);
  if (!holder) return;
  const by = `The container name "/${name}" is already in use by container "${holder.id}".`;
  throw new DaemonError(`Conflict. ${by} You have to remove (or rename) that container to be able to reuse that name.`);
}

/** Pulls as `--pull` says, and answers what docker prints on standard error meanwhile. */
function pullFirst(engine: PaperEngine, flags: Flags, asked: string, say: (text: string) => void): void {
  const policy = last(flags, 'pull') ?? 'missing';
  const missing = !findImage(engine, asked);
  if (policy === 'missing' && missing) say(`Unable to find image '${familiar(asked)}' locally`);
  if (policy === 'always' || (policy === 'missing' && missing)) {
    say(pull(engine, asked).split('\n').slice(0, -1).join('\n'));
  }
}

function prepare(engine: PaperEngine, given: Given, verb: string): { flags: Flags; words: string[] } {
  const { flags, rest } = parseFlags(grammar(verb, engine), given.argv);
  if (rest.length > 0) return { flags, words: rest };
  throw new Refusal(`"docker ${verb}" requires at least 1 argument.\nSee 'docker ${verb} --help'.`);
}

/** What the client says of words that it could not read; undefined for other errors. */
function malformed(error: unknown, verb: string): Reply | undefined {
  if (error instanceof Refusal) return error.reply;
  if (!(error instanceof Malformed)) return undefined;
  return { code: 125, out: '', err: `docker: ${error.message}.\nSee 'docker ${verb} --help'.\n` };
}

/** `docker create`. */
export function create(engine: PaperEngine, given: Given): Reply {
  const { flags, words } = prepare(engine, given, 'create');
  let err = '';
  const say = (text: string) => {
    err += `${text}\n`;
  };
  try {
    pullFirst(engine, flags, words[0] ?? '', say);
    return { code: 0, out: `${createContainer(engine, flags, words, given).id}\n`, err };
  } catch (error) {
    return malformed(error, 'create') ?? { code: 1, out: '', err: `${err}${saidByDaemon(error)}\n` };
  }
}

/** `docker run -d`; a foreground run would need a process, which paper has not. */
export function run(engine: PaperEngine, given: Given): Reply {
  const { flags, words } = prepare(engine, given, 'run');
  if (!flags.detach) throw new Refusal('paper runs nothing in the foreground: docker run needs -d', 70);
  let err = '';
  let out = '';
  const say = (text: string) => {
    err += `${text}\n`;
  };
  try {
    pullFirst(engine, flags, words[0] ?? '', say);
    const container = createContainer(engine, flags, words, given);
    out = `${container.id}\n`;
    start(engine, container);
    return { code: 0, out, err };
  } catch (error) {
    const reply = malformed(error, 'run');
    if (reply) return reply;
    say(`docker: ${saidByDaemon(error).replace(/\.$/, '')}.`);
    if (!out) say("See 'docker run --help'.");
    return { code: 125, out, err };
  }
}
