import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import ssh2 from 'ssh2';

/** What a command does with the channel it got. */
export type Program = (stream: ssh2.ServerChannel, connection: ssh2.Connection) => void;

export interface ServerOptions {
  /** Private keys. */
  hostKeys: string[];
  /** Who may log in with which public keys. */
  users?: Record<string, string[]>;
  programs?: Record<string, Program>;
  algorithms?: ssh2.Algorithms;
  /** How many connections are hung up on before the greeting. */
  drop?: number;
  /** What a client that is refused may try instead; publickey unless given. */
  methods?: ssh2.AuthenticationType[];
  /** Answers nobody who logs in before this. */
  gate?: Promise<void>;
  /** How many channels are refused. */
  refuse?: number;
}

/** An SSH server on a loopback port, and what it counted. */
export interface TestServer {
  port: number;
  connections: number;
  execs: string[];
  /** The most channels that were open at once. */
  peak: number;
  /** The most connections at once that had not logged in yet. */
  logins: number;
  /** What the clients offered: `user method keytype`. */
  offered: string[];
  /** The terminals that were asked for, their later sizes, and signals. */
  told: unknown[];
  onTold(): void;
  /** Cuts every connection without a word of SSH. */
  cut(): void;
  close(): Promise<void>;
}

/** A program that prints, and ends with a status. */
export function prints(text: string, code = 0): Program {
  return (stream) => {
    stream.write(text);
    stream.exit(code);
    stream.end();
  };
}

/** Raises a server; a command that no program is given for ends with 127. */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  const ssh = new ssh2.Server({
    hostKeys: options.hostKeys,
    ...(options.algorithms && { algorithms: options.algorithms }),
  });
  let [drop, refuse, running, logins] = [options.drop ?? 0, options.refuse ?? 0, 0, 0];
  const front = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    server.connections += 1;
    if (drop > 0) {
      drop -= 1;
      socket.destroy();
    } else ssh.injectSocket(socket);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const server: TestServer = {
    port: (front.address() as AddressInfo).port,
    connections: 0,
    execs: [],
    peak: 0,
    logins: 0,
    offered: [],
    told: [],
    onTold: () => {},
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      server.cut();
      front.close();
      await once(front, 'close');
    },
  };

  ssh.on('connection', (connection) => {
    connection.on('error', () => {});
    logins += 1;
    server.logins = Math.max(server.logins, logins);
    connection.on('ready', () => {
      logins -= 1;
    });
    connection.on('authentication', async (auth) => {
      const type = auth.method === 'publickey' ? ` ${auth.key.algo}${auth.hashAlgo ? ` ${auth.hashAlgo}` : ''}` : '';
      server.offered.push(`${auth.username} ${auth.method}${type}`);
      await options.gate;
      if (isAllowed(auth, options.users?.[auth.username] ?? [])) auth.accept();
      else auth.reject(options.methods ?? ['publickey']);
    });
    connection.on('session', (accept, reject) => {
      if (refuse > 0) {
        refuse -= 1;
        reject();
        return;
      }
      const session = accept();
      running += 1;
      server.peak = Math.max(server.peak, running);
      session.on('close', () => {
        running -= 1;
      });
      const tell = (what: unknown) => {
        server.told.push(what);
        server.onTold();
      };
      session.on('pty', (take, _reject, { cols: columns, rows, ...info }) => {
        tell({ term: (info as { term?: string }).term, columns, rows });
        take();
      });
      session.on('window-change', (_take, _reject, { cols: columns, rows }) => tell({ columns, rows }));
      session.on('signal', (_take, _reject, { name }) => tell(name));
      session.on('exec', (acceptExec, _reject, { command }) => {
        server.execs.push(command);
        const program = options.programs?.[command] ?? prints('', 127);
        program(acceptExec(), connection);
      });
    });
  });
  return server;
}

function isAllowed(auth: ssh2.AuthContext, keys: string[]): boolean {
  if (auth.method !== 'publickey') return false;
  const key = keys.map(publicKey).find((allowed) => allowed.getPublicSSH().equals(auth.key.data));
  if (!key || !auth.signature || !auth.blob) return key !== undefined;
  return key.verify(auth.blob, auth.signature, auth.hashAlgo) === true;
}

function publicKey(text: string): ssh2.ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}
