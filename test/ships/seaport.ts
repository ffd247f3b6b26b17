import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import ssh2 from 'ssh2';
import type { Ship } from '../../src/lib/compose/index.ts';
import { Problem, type ProblemParts } from '../../src/lib/problem.ts';
import { type ConnectOptions, connect, type Session } from '../../src/lib/ships/index.ts';
import { fingerprint } from '../../src/lib/ships/known-hosts.ts';
import { type ServerOptions, startServer, type TestServer } from './server.ts';

export interface KeyPair {
  private: string;
  /** `ssh-ed25519 BASE64`. */
  public: string;
  fingerprint: string;
}

/** Makes a key pair in OpenSSH's format. */
export function makeKey(type: 'ed25519' | 'rsa' | 'ecdsa' = 'ed25519'): KeyPair {
  const bits = { ed25519: {}, rsa: { bits: 2048 }, ecdsa: { bits: 256 } }[type];
  const pair = ssh2.utils.generateKeyPairSync(type as 'rsa', bits as { bits: number });
  const parsed = ssh2.utils.parseKey(pair.public);
  // One ed25519 key in 256, whose first byte is 0, this generator writes a byte short.
  if (parsed instanceof Error) return makeKey(type);
  return { private: pair.private, public: pair.public.trim(), fingerprint: fingerprint(parsed.getPublicSSH()) };
}

/** A person's home with one key and one ship that knows it; all of it goes with `close`. */
export interface Seaport {
  home: string;
  key: KeyPair;
  hostKey: KeyPair;
  server: TestServer;
  /** Who may log in with which public keys, and what the server offers instead; both may be changed at any time. */
  users: Record<string, string[]>;
  methods: ssh2.AuthenticationType[];
  /** What the person was warned of. */
  warnings: string[];
  ship(parts?: Partial<Ship>): Ship;
  file(name: string): string;
  write(name: string, text: string): Promise<string>;
  /** Replaces the ssh configuration: these lines come before what keeps the test in its home. */
  configure(...lines: string[]): Promise<void>;
  know(...lines: string[]): Promise<void>;
  connect(ship?: Partial<Ship>, options?: Partial<ConnectOptions>): Promise<Session>;
  options(): ConnectOptions;
  /** The problem that connecting ends with. */
  refusal(ship?: Partial<Ship>, options?: Partial<ConnectOptions>): Promise<ProblemParts>;
  close(): Promise<void>;
}

export async function openSeaport(options: Partial<ServerOptions> = {}): Promise<Seaport> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'compowarm-ships-'));
  const [key, hostKey] = [makeKey(), makeKey()];
  const users: Record<string, string[]> = { deploy: [key.public] };
  const methods: ssh2.AuthenticationType[] = ['publickey'];
  const server = await startServer({ hostKeys: [hostKey.private], users, methods, ...options });
  const sessions: Session[] = [];
  let configs = 0;
  let sshConfig = '';
  const file = (name: string) => path.join(home, name);
  const port: Seaport = {
    home,
    key,
    hostKey,
    server,
    users,
    methods,
    warnings: [],
    ship: (parts = {}) => ({
      name: 'db1',
      host: '127.0.0.1',
      user: 'deploy',
      port: server.port,
      labels: {},
      docker: ['docker'],
      ...parts,
    }),
    file,
    write: async (name, text) => {
      await writeFile(file(name), text, { mode: 0o600 });
      return file(name);
    },
    // What ssh says is remembered for a run, so that every configuration is a new file.
    configure: async (...lines) => {
      configs += 1;
      const own = ['Host *', 'IdentityAgent none', `IdentityFile ${file('id')}`];
      const known = [`UserKnownHostsFile ${file('known_hosts')}`, `GlobalKnownHostsFile ${file('global')}`];
      sshConfig = await port.write(`config${configs}`, `${[...lines, ...own, ...known].join('\n')}\n`);
    },
    know: async (...lines) => {
      await port.write('known_hosts', lines.map((line) => `${line}\n`).join(''));
    },
    connect: async (ship = {}, more = {}) => {
      const session = await connect(port.ship(ship), { ...port.options(), ...more });
      sessions.push(session);
      return session;
    },
    options: () => ({
      sshConfig,
      acceptNewHostKeys: false,
      home,
      env: process.env,
      warn: (text) => port.warnings.push(text),
    }),
    refusal: async (ship, more) => {
      const outcome = await port.connect(ship, more).catch((error: unknown) => error);
      if (outcome instanceof Problem) return outcome.parts;
      throw new Error('no Problem', { cause: outcome });
    },
    close: async () => {
      for (const session of sessions) session.close();
      await server.close();
      await rm(home, { recursive: true });
    },
  };
  await port.write('id', key.private);
  await port.configure();
  await port.know(`[127.0.0.1]:${server.port} ${hostKey.public}`);
  return port;
}
