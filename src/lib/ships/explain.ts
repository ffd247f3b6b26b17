import { EXIT, Problem, type ProblemParts } from '../problem.ts';
import type { SshConfig, Unsupported } from './config.ts';
import type { Failure } from './dial.ts';
import { hostKeyRefusal } from './host-key.ts';
import { type Keys, keyRemedy, unusable } from './keys.ts';
import { list, paste } from './words.ts';

/** All that a message about one ship may need. */
export interface Context {
  config: SshConfig;
  keys: Keys;
  timeoutMs: number;
  /** The ssh command that reaches the same host. */
  ssh: string;
}

/** A problem with reaching a ship. */
export function unreachable(ship: string, parts: ProblemParts): Problem {
  return new Problem({ ...parts, where: { ship }, exit: EXIT.unreachable });
}

/** Did the server hang up before it said what it is, as an sshd does that has too many logins in hand? Then another attempt is worth it. */
export function isDropped(failure: Failure): boolean {
  return failure.phase === 'greeting' && !failure.timedOut && /^(Exceeded MaxStartups|$)/.test(failure.said);
}

/** Says why a ship could not be reached, and what to do. */
export function explain(failure: Failure, context: Context): ProblemParts {
  const { config, ssh } = context;
  if (failure.hostKey) return hostKeyRefusal(failure.hostKey.verdict, failure.hostKey.key, config, ssh);
  return PHASES[failure.phase](failure, context);
}

const PHASES: Record<Failure['phase'], (failure: Failure, context: Context) => ProblemParts> = {
  dialling(failure, context) {
    const code = failure.timedOut ? 'ETIMEDOUT' : String(failure.error?.code);
    const parts = DIALLING[code] ?? plainly(failure.error?.message ?? code);
    return parts(context);
  },

  greeting(failure, { config, timeoutMs, ssh }) {
    const said = failure.said.split(/\r?\n/)[0] ?? '';
    if (failure.timedOut && said === '')
      return {
        what: `${place(config)} takes the connection and says nothing`,
        why: `no SSH server has greeted within ${seconds(timeoutMs)}`,
        remedy: `check that port ${config.port} is the one sshd listens on, and that the ship is not overloaded`,
      };
    if (isDropped(failure))
      return {
        what: `${place(config)} hangs up before it greets`,
        why: 'sshd has too many logins in hand (MaxStartups), or a firewall or hosts.deny refuses this machine',
        remedy: `try again later; see what \`${ssh}\` and sshd's log on the ship say`,
      };
    return {
      what: `${place(config)} is not an SSH server`,
      why: `it says ${JSON.stringify(said)}`,
      remedy: 'give the port of its SSH server as `port` of the ship',
    };
  },

  handshake(failure, { config, timeoutMs, ssh }) {
    const common = /no matching (.*)/.exec(failure.error?.message ?? '')?.[1];
    if (common)
      return {
        what: `${place(config)} and this program know no common ${common}`,
        why: 'post-quantum key exchange and what OpenSSH has disabled for its age are not spoken here',
        remedy:
          'allow one in its sshd_config (curve25519-sha256, ssh-ed25519, aes128-gcm@openssh.com and hmac-sha2-256 are known)',
      };
    return {
      what: `the SSH handshake with ${place(config)} failed`,
      why: failure.timedOut ? `it was not done within ${seconds(timeoutMs)}` : (failure.error?.message ?? 'it hung up'),
      remedy: `see what \`${ssh}\` and sshd's log on the ship say`,
    };
  },

  login(failure, { config, keys, timeoutMs }) {
    const who = `${config.user}@${config.hostname}`;
    if (failure.timedOut)
      return {
        what: `logging in as ${who} took too long`,
        why: `it was not done within ${seconds(timeoutMs)}`,
        remedy: 'see whether the agent waits for a confirmation, and whether the ship is overloaded',
      };
    const tried = `keys tried: ${list(failure.tried)}`;
    return {
      what: `${place(config)} lets ${config.user} in with none of the keys there are`,
      why: [tried, ...unusable(keys), ...refusals(failure)].join('; '),
      remedy: /^Too many auth/.test(failure.error?.message ?? '') ? FEWER_KEYS : loginRemedy(keys, config),
    };
  },
};

const FEWER_KEYS =
  'name the key that the ship knows: IdentitiesOnly and IdentityFile in the ssh configuration keep the others back';

function refusals(failure: Failure): string[] {
  const { error, methods } = failure;
  if (error) return [`the ship says: ${error.message}`];
  return methods.length > 0 && !methods.includes('publickey') ? [`the ship takes only ${list(methods)}`] : [];
}

function loginRemedy(keys: Keys, config: SshConfig): string {
  const port = config.port === 22 ? [] : ['-p', String(config.port)];
  const copy = paste('ssh-copy-id', ...port, `${config.user}@${config.hostname}`);
  const put = `put a key on the ship (\`${copy}\`), or name another user as \`user\` of the ship`;
  return keys.encrypted.length > 0 ? `${keyRemedy(keys)}; or ${put}` : put;
}

const DIALLING: Record<string, ((context: Context) => ProblemParts) | undefined> = {
  ENOTFOUND: nameless('no address is known under that name'),
  EAI_AGAIN: nameless('the name server does not answer'),
  ECONNREFUSED: ({ config }) => ({
    what: `${place(config)} refuses the connection`,
    why: 'the host is up, and nothing listens on that port',
    remedy: 'start sshd there, or give the port it listens on as `port` of the ship',
  }),
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  ETIMEDOUT: ({ config, timeoutMs }) => ({
    what: `${place(config)} does not answer`,
    why: `no connection within ${seconds(timeoutMs)}: the host is down, or a firewall drops the packets`,
    remedy: 'start the host, or open the port',
  }),
};

function nameless(why: string): (context: Context) => ProblemParts {
  return ({ config }) => ({
    what: `the host name ${config.hostname} can't be resolved`,
    why,
    remedy: 'correct `host` of the ship, or give its IP address',
  });
}

function noRoute({ config }: Context): ProblemParts {
  return {
    what: `there is no way to ${place(config)}`,
    why: 'no route leads there, or the host is down',
    remedy: 'start the host, or join its network (a VPN?)',
  };
}

function plainly(why: string): (context: Context) => ProblemParts {
  return ({ config, ssh }) => ({
    what: `no connection to ${place(config)}`,
    why,
    remedy: `see what \`${ssh}\` says`,
  });
}

function place({ hostname, port }: SshConfig): string {
  return `${hostname} port ${port}`;
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}

const UNSUPPORTED: Record<Unsupported, { what: string; remedy: string }> = {
  proxyjump: {
    what: 'a jump host',
    remedy: 'run compowarm on the jump host, or make the ship reachable from here (a VPN)',
  },
  proxycommand: {
    what: 'a proxy command',
    remedy: 'run compowarm where the ship is reached directly, or make it so here (a VPN)',
  },
  pkcs11provider: {
    what: 'keys on a PKCS #11 token',
    remedy: "put the token's keys into the agent with `ssh-add -s`, and leave PKCS11Provider out",
  },
  certificatefile: {
    what: 'a certificate',
    remedy: "put a plain public key into the ship's authorized_keys, and leave CertificateFile out",
  },
};

/** What to say where the ssh configuration wants what is not built; nothing where it does not. */
export function explainUnsupported(config: SshConfig): ProblemParts | undefined {
  const [first] = config.unsupported;
  if (!first) return undefined;
  const { what, remedy } = UNSUPPORTED[first.keyword];
  return {
    what: `${config.hostname} is to be reached through ${what}, which can't be done here yet`,
    why: `the ssh configuration says: ${first.keyword} ${first.value}`,
    remedy,
  };
}
