import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ssh2 from 'ssh2';
import { serveDocker, shim } from './docker.ts';
import { paperEngine } from './engine.ts';
import { runExec } from './exec.ts';
import { laptopKey, newKeys } from './keys.ts';
import { type Link, link } from './link.ts';
import type { Counts, Faults, PaperEngine } from './types.ts';

const SOCKET = 'unix:///var/run/docker.sock';
const DENIED =
  `Got permission denied while trying to connect to the Docker daemon socket at ${SOCKET}: ` +
  'Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/info": dial unix /var/run/docker.sock: connect: permission denied';
/** Lets everybody do everything, as the user that they are. */
const SUDO = '#!/bin/sh\n[ "$1" = -n ] && shift\nexec "$@"\n';
const STOPPED = `Cannot connect to the Docker daemon at ${SOCKET}. Is the docker daemon running?`;

export interface PaperOptions {
  name?: string;
  /** What $SSH_CONNECTION says that the ship's address is; 10.0.0.1 unless given. */
  address?: string;
  /** The public key that may log in, as a line of authorized_keys. */
  key?: string;
  faults?: Partial<Faults>;
  engine?: Partial<PaperEngine>;
}

export interface PaperShip {
  name: string;
  host: '127.0.0.1';
  port: number;
  user: string;
  address: string;
  /** The ship's line for known_hosts. */
  hostKey: string;
  /** The login user's home folder, which is the ship's own. */
  home: string;
  engine: PaperEngine;
  counts: Counts;
  faults: Faults;
  /** Breaks every connection, once what is on its way has arrived. */
  cut(): void;
  /** Resolves when no shell runs on the ship. */
  idle(): Promise<void>;
  /** Ends the ship: its connections, and every shell that still runs. */
  close(): Promise<void>;
}

/** The folders of the PATH, without any docker in them: a folder that has one is mirrored by links. */
async function pathWithoutDocker(folder: string): Promise<string> {
  const folders = (process.env.PATH ?? '/usr/bin:/bin').split(':').filter((each) => each.startsWith('/'));
  const clean = folders.map(async (each, i) => {
    const names = await readdir(each).catch((): string[] => []);
    if (!names.includes('docker')) return each;
    const mirror = path.join(folder, `path${i}`);
    await mkdir(mirror);
    const others = names.filter((name) => name !== 'docker');
    await Promise.all(others.map((name) => symlink(path.join(each, name), path.join(mirror, name))));
    return mirror;
  });
  return (await Promise.all(clean)).join(':');
}

/** /tmp is the whole machine's: takes away what programs left there under the engine's ID. */
async function sweep(engineId: string): Promise<void> {
  const left = (await readdir('/tmp')).filter((name) => name.includes(engineId));
  await Promise.all(left.map((name) => rm(path.join('/tmp', name), { recursive: true, force: true })));
}

/** The folders of the ship: a home, and a docker on the PATH. */
async function build(port: number) {
  const root = await mkdtemp(path.join(tmpdir(), 'paper-'));
  const home = path.join(root, 'home');
  const bin = path.join(root, 'bin');
  await Promise.all([mkdir(home), mkdir(bin)]);
  await writeFile(path.join(bin, 'docker'), shim(port), { mode: 0o755 });
  await writeFile(path.join(bin, 'sudo'), SUDO, { mode: 0o755 });
  let bare: Promise<string> | undefined;
  const without = () => {
    bare ??= pathWithoutDocker(root);
    return bare;
  };
  return { root, home, path: `${bin}:${process.env.PATH}`, without };
}

// One that has ended meanwhile is as good as killed.
function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Puts a ship on paper to sea: an SSH server on a port of its own, with an engine of its own behind its docker. */
export async function startPaper(options: PaperOptions = {}): Promise<PaperShip> {
  const { name = 'paper', address = '10.0.0.1' } = options;
  const counts: Counts = { connections: 0, execs: 0, bytesIn: 0, roundTrips: 0 };
  const faults: Faults = {
    ...{ refuseAuth: false, silent: false, noDocker: false, denied: false, stopped: false, rttMs: 0 },
    ...options.faults,
  };
  const engine = paperEngine({ name, ...options.engine });
  const closed = () => (faults.denied ? DENIED : faults.stopped ? STOPPED : undefined);
  const daemon = await serveDocker(engine, closed);
  const folders = await build((daemon.address() as net.AddressInfo).port);
  const children = new Set<ChildProcess>();
  const links = new Map<number, Link>();
  const sockets = new Set<net.Socket>();
  const hostKey = newKeys();
  const front = net.createServer((near) => {
    counts.connections++;
    sockets.add(near);
    const joined = link(near, faults, counts);
    const port = near.remotePort ?? 0;
    links.set(port, joined);
    near.on('close', () => {
      sockets.delete(near);
      links.delete(port);
    });
    if (!faults.silent) harbour.injectSocket(joined.far as net.Socket);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const { port } = front.address() as net.AddressInfo;

  const allowed = ssh2.utils.parseKey(options.key ?? laptopKey.public);
  if (allowed instanceof Error) throw allowed;
  const harbour = new ssh2.Server({ hostKeys: [hostKey.private], keepaliveInterval: 0x7fffffff }, (client, info) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (context.method !== 'publickey' || faults.refuseAuth) return context.reject(['publickey']);
      const { key, blob, signature, hashAlgo } = context;
      if (key.algo !== allowed.type || !key.data.equals(allowed.getPublicSSH())) return context.reject(['publickey']);
      if (signature && allowed.verify(blob ?? Buffer.alloc(0), signature, hashAlgo) !== true) return context.reject();
      context.accept();
    });
    client.on('tcpip', (accept, _reject, { destIP, destPort }) => {
      const onward = net.connect(destPort, destIP);
      const channel = accept();
      for (const stream of [onward, channel]) stream.on('error', () => undefined);
      channel.pipe(onward).pipe(channel);
    });
    client.on('session', (accept) => {
      accept().on('exec', async (take, _reject, { command }) => {
        counts.execs++;
        const channel = take();
        const connection = `127.0.0.1 ${info.port} ${address} 22`;
        const env = {
          HOME: folders.home,
          PATH: faults.noDocker ? await folders.without() : folders.path,
          USER: 'paper',
          LOGNAME: 'paper',
          SHELL: '/bin/sh',
          SSH_CLIENT: `127.0.0.1 ${info.port} 22`,
          SSH_CONNECTION: connection,
        };
        const cut = () => links.get(info.port)?.cut();
        const child = runExec(channel, command, { cwd: folders.home, env }, faults, cut);
        children.add(child);
        child.on('exit', () => children.delete(child));
      });
    });
  });

  const idle = async () => {
    await Promise.all([...children].map((child) => once(child, 'exit')));
  };
  return {
    name,
    host: '127.0.0.1',
    port,
    user: 'paper',
    address,
    hostKey: `[127.0.0.1]:${port} ${hostKey.public}`,
    home: folders.home,
    engine,
    counts,
    faults,
    cut() {
      for (const { cut } of links.values()) cut();
    },
    idle,
    async close() {
      front.close();
      daemon.close();
      for (const { far } of links.values()) far.destroy();
      for (const socket of sockets) socket.destroy();
      const ended = idle();
      for (const { pid } of children) if (pid) killGroup(pid);
      await ended;
      await sweep(engine.id);
      await rm(folders.root, { recursive: true, force: true });
    },
  };
}
