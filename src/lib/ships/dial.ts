import net from 'node:net';
import ssh2 from 'ssh2';
import type { SshConfig } from './config.ts';
import type { Offer } from './keys.ts';
import { hostKeyAlgorithms, judge, type KnownHost, lookupNames, type Verdict } from './known-hosts.ts';

/** How far an attempt came. */
export type Phase = 'dialling' | 'greeting' | 'handshake' | 'login';

/** Why an attempt failed, and all that was seen by then. */
export interface Failure {
  phase: Phase;
  /** Nothing where the server hung up without a word. */
  error?: Error & { code?: string | number; level?: string };
  timedOut: boolean;
  /** The first line that the server sent. */
  said: string;
  hostKey?: { verdict: Exclude<Verdict, { is: 'known' }>; key: Buffer };
  /** Labels of the keys that were offered. */
  tried: string[];
  /** What the server would take instead, as it said last. */
  methods: string[];
}

/** A connection that is ready for commands. */
export interface Connected {
  client: ssh2.Client;
  socket: net.Socket;
  closed: Promise<void>;
  isOver(): boolean;
  /** The host's key, where it was accepted without being known. */
  newKey?: Buffer;
}

export interface Target {
  config: SshConfig;
  offers: readonly Offer[];
  known: readonly KnownHost[];
  acceptNew: boolean;
  timeoutMs: number;
}

const KEEPALIVE = { ms: 10_000, count: 3 };

/** Makes one attempt to connect and log in. Never rejects. */
export function dial(target: Target): Promise<Connected | Failure> {
  const { config, known } = target;
  const names = lookupNames(config);
  const client = new ssh2.Client();
  const socket = new net.Socket();
  let over = false;
  const closed = new Promise<void>((resolve) => {
    client.once('close', () => {
      over = true;
      resolve();
    });
  });
  const seen: Failure = { phase: 'dialling', timedOut: false, said: '', tried: [], methods: [] };
  let newKey: Buffer | undefined;

  const verify = (key: Buffer): boolean => {
    const verdict = judge(known, names, key);
    if (verdict.is === 'known') return true;
    const accepted = verdict.is === 'unknown' && target.acceptNew;
    if (accepted) newKey = key;
    else seen.hostKey = { verdict, key };
    return accepted;
  };

  return new Promise((resolve) => {
    const fail = (error?: Failure['error'], timedOut = false) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...seen, ...(error && { error }), timedOut });
    };
    const timer = setTimeout(() => fail(undefined, true), target.timeoutMs);
    const offers = [...target.offers];
    client
      .on('error', (error: Failure['error']) => {
        if (error?.level !== 'agent') return fail(error);
        // The agent refused to sign with this one; ssh2 goes on to the next.
        seen.tried.push(`${seen.tried.pop()} (which does not sign)`);
      })
      .on('close', () => fail())
      .on('handshake', () => {
        seen.phase = 'login';
      })
      .on('ready', () => {
        clearTimeout(timer);
        resolve({ client, socket, closed, isOver: () => over, ...(newKey && { newKey }) });
      })
      .connect({
        sock: socket,
        username: config.user,
        hostVerifier: verify,
        algorithms: { serverHostKey: hostKeyAlgorithms(known, names) },
        authHandler: (methods, _partial, next) => {
          seen.methods = methods ?? [];
          const offer = offers.shift();
          if (!offer) return fail();
          seen.tried.push(offer.label);
          next(offer.auth);
        },
        readyTimeout: 0,
        keepaliveInterval: config.keepaliveMs ?? KEEPALIVE.ms,
        keepaliveCountMax: config.keepaliveCount ?? KEEPALIVE.count,
      });
    socket.once('connect', () => {
      // Nagle's algorithm costs 40 ms an exec; the option of the same name at connect() does nothing in Node 20.
      socket.setNoDelay(true);
      seen.phase = 'greeting';
    });
    // ssh2 has paused the socket by now, so this listener takes nothing away from it.
    socket.on('data', function hear(data) {
      listen(seen, data);
      if (seen.phase !== 'greeting') socket.off('data', hear);
    });
    socket.setMaxListeners(0).connect({
      host: config.hostname,
      port: config.port,
      noDelay: true,
      ...(config.family && { family: config.family }),
    });
  });
}

/** Keeps the server's first line, and knows by its version line that it speaks SSH. */
function listen(seen: Failure, data: Buffer): void {
  const text = seen.said + data.toString('latin1');
  seen.said = text.slice(0, 255);
  if (/^SSH-/m.test(text)) seen.phase = 'handshake';
}
