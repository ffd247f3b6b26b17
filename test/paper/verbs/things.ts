import { newId } from '../engine.ts';
import { findImage, findNetwork, findVolume, needContainer } from '../find.ts';
import { attach } from '../life.ts';
import { familiar } from '../names.ts';
import { pull } from '../pull.ts';
import { DaemonError, Refusal, saidByDaemon } from '../refusal.ts';
import type { Given, PaperEngine, Reply } from '../types.ts';
import { last, pairs, parseFlags } from './flags.ts';

const done = (out = ''): Reply => ({ code: 0, out, err: '' });

/** Runs what the daemon may refuse: its words and 1. */
function asking(act: () => Reply): Reply {
  try {
    return act();
  } catch (error) {
    return { code: 1, out: '', err: `${saidByDaemon(error)}\n` };
  }
}

/** Removes one after the other; those that were refused are said, and make it 1. */
function removing(names: string[], act: (name: string) => void): Reply {
  const replies = names.map((name) =>
    asking(() => {
      act(name);
      return done(`${name}\n`);
    }),
  );
  return {
    code: Math.max(0, ...replies.map(({ code }) => code)),
    out: replies.map(({ out }) => out).join(''),
    err: replies.map(({ err }) => err).join(''),
  };
}

function pullVerb(engine: PaperEngine, { argv }: Given): Reply {
  const { flags, rest } = parseFlags(
    { verb: 'pull', flags: 'quiet,q! platform all-tags,a! disable-content-trust!' },
    argv,
  );
  const [asked = ''] = rest;
  const bare = !asked.includes('@') && !/:[^/]+$/.test(asked);
  const first = bare && !flags.quiet ? 'Using default tag: latest\n' : '';
  const reply = asking(() => {
    const text = pull(engine, asked);
    return done(`${flags.quiet ? text.split('\n').at(-1) : text}\n`);
  });
  return { ...reply, out: first + reply.out };
}

/** Builds nothing: the image is what the context and the words say. */
function buildVerb(engine: PaperEngine, { argv, stdin }: Given): Reply {
  const grammar =
    'tag,t label build-arg cache-from add-host platform target network shm-size no-cache! pull! ulimit file,f quiet,q!';
  const { flags, rest } = parseFlags({ verb: 'build', flags: grammar }, argv);
  const [context = ''] = rest;
  const [first = '', ...others] = flags.tag ?? [];
  const text = context === '-' ? stdin.toString('latin1') : context;
  if (context === '-' && stdin.length === 0) throw new Refusal('ERROR: failed to read the context: EOF');
  const id = engine.image(first, { logs: [text], labels: pairs(flags.label) });
  const image = engine.images.find((one) => one.id === id);
  image?.tags.push(...others.map(familiar));
  return done(`Successfully built ${id.slice(7, 19)}\nSuccessfully tagged ${familiar(first)}\n`);
}

function networkCreate(engine: PaperEngine, { argv }: Given): Reply {
  const grammar = {
    verb: 'network create',
    flags:
      'driver,d label opt,o internal! attachable! ipv6! subnet gateway ip-range aux-address ipam-driver ipam-opt scope',
  };
  const { flags, rest } = parseFlags(grammar, argv);
  const [name = ''] = rest;
  return asking(() => {
    if (engine.networks.some((network) => network.name === name)) {
      throw new DaemonError(`network with name ${name} already exists`);
    }
    const id = newId();
    engine.networks.push({
      id,
      name,
      driver: last(flags, 'driver') ?? 'bridge',
      labels: pairs(flags.label),
      created: engine.now(),
      internal: Boolean(flags.internal),
      attachable: Boolean(flags.attachable),
      options: pairs(flags.opt),
    });
    return done(`${id}\n`);
  });
}

function networkConnect(engine: PaperEngine, { argv }: Given): Reply {
  const { flags, rest } = parseFlags(
    { verb: 'network connect', flags: 'alias ip ip6 link driver-opt link-local-ip' },
    argv,
  );
  const [asked = '', who = ''] = rest;
  return asking(() => {
    const network = findNetwork(engine, asked);
    if (!network) throw new DaemonError(`network ${asked} not found`);
    const container = needContainer(engine, who);
    if (container.networks.some((attachment) => attachment.network === network.name)) {
      throw new DaemonError(`endpoint with name ${container.name} already exists in network ${network.name}`);
    }
    const ip = last(flags, 'ip') ?? '';
    container.networks.push({ network: network.name, aliases: flags.alias ?? [], ip });
    if (container.status === 'running') attach(engine, container);
    return done();
  });
}

function networkDisconnect(engine: PaperEngine, { argv }: Given): Reply {
  const { rest } = parseFlags({ verb: 'network disconnect', flags: 'force,f!' }, argv);
  const [asked = '', who = ''] = rest;
  return asking(() => {
    const container = needContainer(engine, who);
    const left = container.networks.filter(({ network }) => network !== asked);
    if (left.length === container.networks.length) {
      throw new DaemonError(`container ${container.id} is not connected to network ${asked}`);
    }
    container.networks = left;
    return done();
  });
}

function networkRemove(engine: PaperEngine, { argv }: Given): Reply {
  return removing(argv, (asked) => {
    const network = findNetwork(engine, asked);
    if (!network) throw new Refusal(`Error: No such network: ${asked}`);
    const isUsed = engine.containers.some(({ status, networks }) => {
      return status === 'running' && networks.some((attachment) => attachment.network === network.name);
    });
    if (isUsed) {
      const what = `network ${network.name} id ${network.id} has active endpoints`;
      throw new DaemonError(`error while removing network: ${what}`);
    }
    engine.networks = engine.networks.filter((other) => other !== network);
  });
}

function volumeCreate(engine: PaperEngine, { argv }: Given): Reply {
  const { flags, rest } = parseFlags({ verb: 'volume create', flags: 'name driver,d label opt,o' }, argv);
  const name = rest[0] ?? last(flags, 'name') ?? newId();
  if (!findVolume(engine, name)) {
    const driver = last(flags, 'driver') ?? 'local';
    engine.volumes.push({ name, driver, labels: pairs(flags.label), created: engine.now(), anonymous: false });
  }
  return done(`${name}\n`);
}

function volumeRemove(engine: PaperEngine, { argv }: Given): Reply {
  const { rest } = parseFlags({ verb: 'volume rm', flags: 'force,f!' }, argv);
  return removing(rest, (name) => {
    if (!findVolume(engine, name)) throw new Refusal(`Error: No such volume: ${name}`);
    const users = engine.containers.filter(({ mounts }) => mounts.some((mount) => mount.name === name));
    if (users.length > 0) {
      throw new DaemonError(`remove ${name}: volume is in use - [${users.map(({ id }) => id).join(', ')}]`);
    }
    engine.volumes = engine.volumes.filter((volume) => volume.name !== name);
  });
}

function imageRemove(engine: PaperEngine, { argv }: Given): Reply {
  const { rest } = parseFlags({ verb: 'image rm', flags: 'force,f! no-prune!' }, argv);
  return removing(rest, (asked) => {
    const image = findImage(engine, asked);
    if (!image) throw new Refusal(`Error: No such image: ${asked}`);
    engine.images = engine.images.filter((other) => other !== image);
  });
}

/** The verbs for images, networks and volumes. */
export const THINGS = {
  pull: pullVerb,
  build: buildVerb,
  'image rm': imageRemove,
  'network create': networkCreate,
  'network connect': networkConnect,
  'network disconnect': networkDisconnect,
  'network rm': networkRemove,
  'volume create': volumeCreate,
  'volume rm': volumeRemove,
};
