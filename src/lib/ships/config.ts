/** What ssh would do to reach one host: the part of its configuration that is followed here. */
export interface SshConfig {
  hostname: string;
  port: number;
  user: string;
  /** Files of keys, in the order in which they are offered. */
  identityFiles: string[];
  /** Offer the keys of `identityFiles` only, though the agent holds more. */
  identitiesOnly: boolean;
  /** The agent's socket. */
  agent?: string;
  /** The person's files of known hosts; new keys are appended to the first. */
  userKnownHosts: string[];
  globalKnownHosts: string[];
  acceptNew: boolean;
  /** The name under which the host is known, where it is not its own. */
  hostKeyAlias?: string;
  family?: 4 | 6;
  /** Milliseconds. */
  timeoutMs?: number;
  keepaliveMs?: number;
  keepaliveCount?: number;
  /** Keywords that are set and not followed here, with their values. */
  unsupported: { keyword: Unsupported; value: string }[];
}

/** What reading the configuration needs to know of the machine. */
export interface Surroundings {
  /** What `~` stands for. */
  home: string;
  /** The home that the user database gives: ssh expands `~` with it whatever HOME says. */
  loginHome: string;
  loginUser: string;
  env: Readonly<Record<string, string | undefined>>;
}

const UNSUPPORTED = ['proxyjump', 'proxycommand', 'pkcs11provider', 'certificatefile'] as const;

/** A keyword of ssh_config(5) that would change how a host is reached, and that is not built. */
export type Unsupported = (typeof UNSUPPORTED)[number];

const DEFAULT_KEYS = ['id_rsa', 'id_ecdsa', 'id_ed25519'];
const DEFAULT_GLOBAL = ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];

/** What ssh does where nothing is configured, for machines without an ssh program. */
export function plainConfig(host: string, around: Surroundings): string {
  return [
    `hostname ${host.toLowerCase()}`,
    ...DEFAULT_KEYS.map((name) => `identityfile ~/.ssh/${name}`),
    'userknownhostsfile ~/.ssh/known_hosts ~/.ssh/known_hosts2',
    `globalknownhostsfile ${DEFAULT_GLOBAL.join(' ')}`,
    `user ${around.loginUser}`,
  ].join('\n');
}

/** Reads the output of `ssh -G host`: a keyword and its value a line, keywords in lower case, ssh_config(5) for their meaning. */
export function parseSshConfig(text: string, host: string, around: Surroundings): SshConfig {
  const values = readLines(text);
  const one = (keyword: string) => values.get(keyword)?.[0];
  const hostname = one('hostname') ?? host;
  const port = Number(one('port') ?? 22);
  const user = one('user') ?? around.loginUser;
  const hostKeyAlias = one('hostkeyalias');
  const tokens = { d: around.home, h: hostname, k: hostKeyAlias ?? host, n: host, p: String(port), r: user };
  const expand = (path: string) => expandPath(path, { ...tokens, u: around.loginUser }, around);
  const agent = agentSocket(one('identityagent'), around.env, expand);
  const family = { inet: 4, inet6: 6 }[one('addressfamily') ?? ''] as 4 | 6 | undefined;
  const timeout = positive(one('connecttimeout'));
  const interval = positive(one('serveraliveinterval'));
  const count = positive(one('serveralivecountmax'));
  return {
    hostname,
    port,
    user,
    identityFiles: (values.get('identityfile') ?? []).filter(isSet).map(expand),
    identitiesOnly: one('identitiesonly') === 'yes',
    ...(agent && { agent }),
    userKnownHosts: paths(one('userknownhostsfile')).map((path) => expand(atHome(path, around))),
    globalKnownHosts: paths(one('globalknownhostsfile')).map(expand),
    acceptNew: ['accept-new', 'false', 'no', 'off'].includes(one('stricthostkeychecking') ?? ''),
    ...(hostKeyAlias && { hostKeyAlias }),
    ...(family && { family }),
    ...(timeout && { timeoutMs: timeout * 1000 }),
    ...(interval && { keepaliveMs: interval * 1000 }),
    ...(interval && count && { keepaliveCount: count }),
    unsupported: UNSUPPORTED.flatMap((keyword) =>
      (values.get(keyword) ?? []).filter(isSet).map((value) => ({ keyword, value })),
    ),
  };
}

function readLines(text: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, keyword, value] = /^(\S+) (.+)$/.exec(line.trimEnd()) ?? [];
    if (keyword === undefined || value === undefined) continue;
    values.set(keyword, [...(values.get(keyword) ?? []), value]);
  }
  return values;
}

function isSet(value: string): boolean {
  return value !== 'none';
}

function positive(value: string | undefined): number | undefined {
  const number = Number(value);
  return number > 0 ? number : undefined;
}

/** ssh prints several paths with blanks between them and no quotes, though a path may hold blanks: each begins with `/` or `~`. */
function paths(value: string | undefined): string[] {
  return (value ?? '').split(/ (?=[/~])/).filter((path) => path !== '' && isSet(path));
}

/** The default files of known hosts, which ssh has already put into the login home, in the home that was asked for. */
function atHome(path: string, around: Surroundings): string {
  const name = /^(.*)(\/\.ssh\/known_hosts2?)$/.exec(path);
  return name?.[1] === around.loginHome ? `~${name[2]}` : path;
}

function expandPath(path: string, tokens: Record<string, string>, around: Surroundings): string {
  return path
    .replace(/^~(?=\/|$)/, around.home)
    .replace(/\$\{(\w+)\}/g, (_, name: string) => around.env[name] ?? '')
    .replace(/%(.)/g, (whole, letter: string) => (letter === '%' ? '%' : (tokens[letter] ?? whole)));
}

/** IdentityAgent: a path, `none`, `SSH_AUTH_SOCK`, or the name of a variable after `$`; unset, the variable SSH_AUTH_SOCK. */
function agentSocket(
  value: string | undefined,
  env: Surroundings['env'],
  expand: (path: string) => string,
): string | undefined {
  if (value === 'none') return undefined;
  if (value === undefined || value === 'SSH_AUTH_SOCK') return env.SSH_AUTH_SOCK || undefined;
  return value.startsWith('$') && !value.startsWith('${') ? env[value.slice(1)] || undefined : expand(value);
}
