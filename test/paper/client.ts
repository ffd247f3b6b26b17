import ssh2 from 'ssh2';
import { laptopKey, type PaperOptions, type PaperShip, startPaper } from './index.ts';

/** How an exec ended and all that it said; no code when the connection went first. */
export interface Said {
  code: number | null | undefined;
  signal?: string;
  out: string;
  err: string;
}

const ships: PaperShip[] = [];
const clients: ssh2.Client[] = [];

/** A ship that `tidy` takes down. */
export async function raise(options: PaperOptions = {}): Promise<PaperShip> {
  const ship = await startPaper(options);
  ships.push(ship);
  return ship;
}

/** A client that has yet to connect. */
export function newClient(): ssh2.Client {
  const client = new ssh2.Client();
  clients.push(client);
  return client;
}

/** Breaks what `connect` made and closes what `raise` raised. */
export async function tidy(): Promise<void> {
  for (const client of clients.splice(0)) client.destroy();
  await Promise.all(ships.splice(0).map((ship) => ship.close()));
}

/** A client that `tidy` takes down. Rejects when the ship refuses it, or hangs up before it is in. */
export function connect(ship: PaperShip, privateKey: string = laptopKey.private): Promise<ssh2.Client> {
  const client = newClient();
  const { host, port, user: username } = ship;
  return new Promise((resolve, reject) => {
    client.on('ready', () => resolve(client)).on('error', reject);
    client.on('close', () => reject(new Error('closed')));
    client.on('connect', () => client.setNoDelay(true));
    client.connect({ host, port, username, privateKey });
  });
}

/** An exec that runs. */
export interface Running {
  channel: ssh2.ClientChannel;
  ended: Promise<Said>;
  /** Resolves when so much output has come that it ends with this. */
  heard(end: string): Promise<void>;
}

function listen(channel: ssh2.ClientChannel): Running {
  const said: Said = { code: undefined, out: '', err: '' };
  channel.on('data', (data: Buffer) => {
    said.out += data;
    channel.emit('heard');
  });
  channel.stderr.on('data', (data: Buffer) => {
    said.err += data;
  });
  channel.on('exit', (code: number | null, signal?: string) => Object.assign(said, { code }, signal && { signal }));
  return {
    channel,
    ended: new Promise((resolve) => channel.on('close', () => resolve(said))),
    async heard(end) {
      while (!said.out.endsWith(end)) await new Promise((resolve) => channel.once('heard', resolve));
    },
  };
}

/** Starts an exec; everything it says is kept from the first byte on. */
export function open(client: ssh2.Client, command: string): Promise<Running> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => (error ? reject(error) : resolve(listen(channel))));
  });
}

/** Runs one exec to its end, on a connection of its own. */
export async function sh(ship: PaperShip, command: string, input = ''): Promise<Said> {
  const { channel, ended } = await open(await connect(ship), command);
  channel.end(input);
  return ended;
}
