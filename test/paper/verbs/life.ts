import { findContainer, needContainer } from '../find.ts';
import { halt, remove, start } from '../life.ts';
import { DaemonError, Refusal, saidByDaemon } from '../refusal.ts';
import type { Given, PaperContainer, PaperEngine, Reply, Status } from '../types.ts';
import { refuseName, restartOf } from './create.ts';
import { type Flags, type Grammar, last, parseFlags } from './flags.ts';

type Act = (engine: PaperEngine, asked: string, flags: Flags) => void;

/** A verb over several containers: each name is echoed when it is done, each refusal said, and one refusal makes it 1. */
function overEach(grammar: Grammar, act: Act, close?: (failed: string[]) => string) {
  return (engine: PaperEngine, { argv }: Given): Reply => {
    const { flags, rest } = parseFlags(grammar, argv);
    if (rest.length === 0) {
      throw new Refusal(`"docker ${grammar.verb}" requires at least 1 argument.\nSee 'docker ${grammar.verb} --help'.`);
    }
    const reply: Reply = { code: 0, out: '', err: '' };
    const failed: string[] = [];
    for (const asked of rest) {
      try {
        act(engine, asked, flags);
        reply.out += `${asked}\n`;
      } catch (error) {
        reply.err += `${saidByDaemon(error)}\n`;
        failed.push(asked);
      }
    }
    if (failed.length === 0) return reply;
    return { ...reply, code: 1, err: close ? `${reply.err}${close(failed)}\n` : reply.err };
  };
}

function isAlive({ status }: PaperContainer): boolean {
  return status === 'running' || status === 'restarting' || status === 'paused';
}

const stopNow: Act = (engine, asked) => {
  const container = needContainer(engine, asked);
  if (isAlive(container)) halt(engine, container, container.behaviour.stops ?? 0);
};

const killNow: Act = (engine, asked, flags) => {
  const container = findContainer(engine, asked);
  if (!container) throw new DaemonError(`Cannot kill container: ${asked}: No such container: ${asked}`);
  if (!isAlive(container)) {
    throw new DaemonError(`Cannot kill container: ${asked}: Container ${container.id} is not running`);
  }
  const signal = (last(flags, 'signal') ?? 'KILL').replace(/^SIG/, '');
  const code = { KILL: 137, 9: 137, TERM: 143, 15: 143, INT: 130, 2: 130 }[signal];
  if (code !== undefined) halt(engine, container, code);
};

/** A verb that moves containers from one state to another, and refuses all others. */
function moveFrom(from: Status, to: Status, refusal: string): Act {
  return (engine, asked) => {
    const container = needContainer(engine, asked);
    if (container.status !== from) throw new DaemonError(`Container ${container.id} is not ${refusal}`);
    container.status = to;
  };
}

const removeNow: Act = (engine, asked, flags) => {
  const container = findContainer(engine, asked);
  if (!container) throw new Refusal(`Error: No such container: ${asked}`);
  if (isAlive(container) && !flags.force) {
    const state = container.status === 'running' ? 'a running' : `a ${container.status}`;
    const how = 'Stop the container before attempting removal or force remove';
    throw new DaemonError(`You cannot remove ${state} container ${container.id}. ${how}`);
  }
  if (isAlive(container)) halt(engine, container, 137);
  remove(engine, container, Boolean(flags.volumes));
};

const removeEach = overEach({ verb: 'rm', flags: 'force,f! volumes,v! link,l!' }, removeNow);

/** `docker rm -f` says that a container is not there, and is content. */
function removeVerb(engine: PaperEngine, given: Given): Reply {
  const reply = removeEach(engine, given);
  const forced = given.argv.some((word) => word === '--force' || /^-[a-z]*f/.test(word));
  const absent = reply.err.split('\n').every((line) => line === '' || line.startsWith('Error: No such container: '));
  return forced && absent ? { ...reply, code: 0 } : reply;
}

function rename(engine: PaperEngine, { argv }: Given): Reply {
  const [from = '', to = ''] = argv;
  try {
    const container = needContainer(engine, from);
    if (container.name === to) throw new DaemonError('Renaming a container with the same name as its current name');
    try {
      refuseName(engine, to);
    } catch (error) {
      throw new DaemonError(`Error when allocating new name: ${error instanceof Error ? error.message : ''}`);
    }
    container.name = to;
    return { code: 0, out: '', err: '' };
  } catch (error) {
    const err = `${saidByDaemon(error)}\nError: failed to rename container named ${from}\n`;
    return { code: 1, out: '', err };
  }
}

function logs(engine: PaperEngine, { argv }: Given): Reply {
  const grammar = { verb: 'logs', flags: 'tail,n timestamps,t! follow,f! since until details!' };
  const { flags, rest } = parseFlags(grammar, argv);
  const container = findContainer(engine, rest[0] ?? '');
  if (!container) throw new Refusal(`Error: No such container: ${rest[0]}`);
  const tail = last(flags, 'tail') ?? 'all';
  const started = new Date(container.startedAt ?? container.created).toISOString().slice(0, 23);
  const written = container.logs.map((line, nanoseconds) =>
    flags.timestamps ? `${started}${String(nanoseconds).padStart(6, '0')}Z ${line}` : line,
  );
  const lines = tail === 'all' ? written : written.slice(Math.max(0, written.length - Number(tail)));
  return { code: 0, out: lines.map((line) => `${line}\n`).join(''), err: '' };
}

async function wait(engine: PaperEngine, { argv }: Given): Promise<Reply> {
  const reply: Reply = { code: 0, out: '', err: '' };
  for (const asked of argv) {
    const container = findContainer(engine, asked);
    if (!container) {
      reply.err += `Error response from daemon: No such container: ${asked}\n`;
      reply.code = 1;
      continue;
    }
    while (engine.containers.includes(container) && isAlive(container)) await new Promise((r) => setTimeout(r, 5));
    reply.out += `${container.exitCode}\n`;
  }
  return reply;
}

function copy(engine: PaperEngine, { argv, stdin }: Given): Reply {
  const { rest } = parseFlags({ verb: 'cp', flags: 'archive,a! follow-link,L!' }, argv);
  const [source, target = ''] = rest;
  const [asked = '', path = ''] = target.split(/:(.*)/s);
  if (source !== '-') throw new Refusal('paper copies only from standard input: docker cp - CONTAINER:PATH', 70);
  const container = findContainer(engine, asked);
  if (!container) throw new Refusal(`Error: No such container:path: ${asked}:${path}`);
  container.copied.push({ path, tar: stdin });
  return { code: 0, out: '', err: '' };
}

/** Runs nothing: the image says how it would end. */
function exec(engine: PaperEngine, { argv }: Given): Reply {
  const grammar = { verb: 'exec', flags: 'user,u privileged! workdir,w env,e env-file', stops: true };
  const { rest } = parseFlags(grammar, argv);
  const [asked = ''] = rest;
  try {
    const container = needContainer(engine, asked);
    if (container.status !== 'running') throw new DaemonError(`Container ${container.id} is not running`);
    return { code: container.behaviour.execs ?? 0, out: '', err: '' };
  } catch (error) {
    return { code: 1, out: '', err: `${saidByDaemon(error)}\n` };
  }
}

const update: Act = (engine, asked, flags) => {
  const container = needContainer(engine, asked);
  if (flags.restart) container.restart = restartOf(flags);
  container.flags = { ...container.flags, ...flags };
};

const UPDATES =
  'restart memory,m memory-reservation memory-swap cpus cpu-shares,c cpu-period cpu-quota cpuset-cpus cpuset-mems pids-limit blkio-weight cpu-rt-period cpu-rt-runtime';

/** The verbs that move containers from state to state. */
export const LIFE = {
  start: overEach(
    { verb: 'start', flags: '' },
    (engine, asked) => start(engine, needContainer(engine, asked)),
    (failed) => `Error: failed to start containers: ${failed.join(', ')}`,
  ),
  stop: overEach({ verb: 'stop', flags: 'time,t timeout signal,s' }, stopNow),
  restart: overEach({ verb: 'restart', flags: 'time,t timeout signal,s' }, (engine, asked, flags) => {
    stopNow(engine, asked, flags);
    start(engine, needContainer(engine, asked));
  }),
  kill: overEach({ verb: 'kill', flags: 'signal,s' }, killNow),
  pause: overEach({ verb: 'pause', flags: '' }, moveFrom('running', 'paused', 'running')),
  unpause: overEach({ verb: 'unpause', flags: '' }, moveFrom('paused', 'running', 'paused')),
  rm: removeVerb,
  update: overEach({ verb: 'update', flags: UPDATES }, update),
  rename,
  logs,
  wait,
  cp: copy,
  exec,
};
