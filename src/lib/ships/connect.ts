import { setTimeout as wait } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import type { Ship } from '../compose/index.ts';
import type { SshConfig } from './config.ts';
import { type Connected, dial, type Failure } from './dial.ts';
import { explain, explainUnsupported, isDropped, unreachable } from './explain.ts';
import { readKnownHosts, rememberHostKey } from './host-key.ts';
import { gatherKeys, noKeys } from './keys.ts';
import { fingerprint, keyType, lookupNames } from './known-hosts.ts';
import { readSshConfig } from './read-config.ts';
import { retry } from './retry.ts';
import { makeSession } from './session.ts';
import { sshCommand } from './ssh-words.ts';
import type { ConnectOptions, Session } from './types.ts';

const TIMEOUT_MS = 10_000;

/** sshd begins to drop logins at ten in hand (MaxStartups); all together, so that hundreds of handshakes do not time each other out. */
const HANDSHAKES = { host: 8, total: 32 };

const total = pLimit(HANDSHAKES.total);
const hosts = new Map<string, LimitFunction>();

/** See the front door's `connect`. */
export async function connectShip(ship: Ship, options: ConnectOptions): Promise<Session> {
  const config = await readSshConfig(ship, options);
  const unsupported = explainUnsupported(config);
  if (unsupported) throw unreachable(ship.name, unsupported);
  const timeoutMs = options.timeoutMs ?? config.timeoutMs ?? TIMEOUT_MS;
  const [known, keys] = await Promise.all([readKnownHosts(config), gatherKeys(config, timeoutMs)]);
  if (keys.offers.length === 0) throw unreachable(ship.name, noKeys(keys, config));
  const acceptNew = options.acceptNewHostKeys || config.acceptNew;
  const target = { config, offers: keys.offers, known, acceptNew, timeoutMs };
  const limit = handshakes(config.hostname);
  const result = await retry(() => limit(() => total(() => dial(target))), isDroppedDial, {
    random: Math.random,
    wait,
  });
  if (isFailure(result)) {
    const ssh = sshCommand(ship, options.sshConfig);
    throw unreachable(ship.name, explain(result, { config, keys, timeoutMs, ssh }));
  }
  const session = makeSession(ship.name, result);
  if (result.newKey) options.warn(await remember(config, result.newKey));
  return session;
}

function isFailure(result: Connected | Failure): result is Failure {
  return 'phase' in result;
}

function isDroppedDial(result: Connected | Failure): boolean {
  return isFailure(result) && isDropped(result);
}

/** The logins in hand at one host, whichever ships it is. */
function handshakes(hostname: string): LimitFunction {
  const limit = hosts.get(hostname) ?? pLimit(HANDSHAKES.host);
  hosts.set(hostname, limit);
  return limit;
}

async function remember(config: SshConfig, key: Buffer): Promise<string> {
  const accepted = `accepted the host key of ${lookupNames(config)[0]}: ${keyType(key)} ${fingerprint(key)}`;
  try {
    const file = await rememberHostKey(config, key);
    return file === undefined ? `${accepted}; there is no file to keep it in` : `${accepted}, now in ${file}`;
  } catch (error) {
    return `${accepted}, but it can't be kept: ${(error as Error).message}`;
  }
}
