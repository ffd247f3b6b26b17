export interface Place {
  /** Below a service; `*` is any key or item. */
  path: readonly string[];
}

/** What docker takes at a place of a service. */
export interface Taken extends Place {
  like: RegExp;
  remedy: string;
}

const port = 'write PORT[/PROTOCOL], as in "6379"';

/** What docker would refuse on each ship, and Compose reads: refused before any connection. */
export const taken: readonly Taken[] = [
  { path: ['image'], like: /^[\w][\w.\-/:@]*$/, remedy: 'write [HOST/]NAME[:TAG]' },
  {
    path: ['container_name'],
    like: /^[a-zA-Z0-9][\w.-]+$/,
    remedy: 'begin with a letter or digit; go on with letters, digits, dots, dashes and underscores',
  },
  {
    path: ['hostname'],
    like: /^[a-zA-Z0-9]([\w.-]*[a-zA-Z0-9])?$/,
    remedy: 'use letters, digits, dots and dashes',
  },
  { path: ['user'], like: /^[^-\s][^\s]*$/, remedy: 'write USER or USER:GROUP, names or numbers' },
  { path: ['working_dir'], like: /^\//, remedy: 'write an absolute path in the container' },
  {
    path: ['restart'],
    like: /^(no|always|unless-stopped|on-failure(:\d+)?)$/,
    remedy: 'write "no", always, unless-stopped or on-failure[:TIMES]',
  },
  {
    path: ['stop_signal'],
    like: /^(\d{1,2}|(SIG)?[A-Z][A-Z0-9]*([+-]\d+)?)$/i,
    remedy: 'write a signal such as SIGINT',
  },
  { path: ['expose', '*'], like: /^\d{1,5}(-\d{1,5})?(\/(tcp|udp|sctp))?$/i, remedy: port },
  { path: ['volumes', '*', 'target'], like: /^\//, remedy: 'write an absolute path in the container' },
];

/** What a file may say (Compose reads it), and what cannot mean on ships what it means to Compose. */
export interface Unfit extends Place {
  /** The values that are meant; all of them unless given. */
  like?: RegExp;
  /** Refused before any connection, or passed over with a warning. */
  kind: 'refused' | 'ignored';
  why: string;
  remedy: string;
}

const windows = 'it is for Windows containers, and ships run those of Linux';

/** All that is read and not done, with the reason. */
export const unfit: readonly Unfit[] = [
  {
    path: ['provider'],
    kind: 'refused',
    why: 'a provider is a program of this machine, and services run on ships',
    remedy: 'run it as a service with an image',
  },
  {
    path: ['models'],
    kind: 'refused',
    why: 'models are run by Docker Desktop on this machine, and services run on ships',
    remedy: 'run the model as a service of its own',
  },
  {
    path: ['use_api_socket'],
    kind: 'refused',
    why: 'it hands the logins of this machine to the container',
    remedy: 'mount the socket of the ship: /var/run/docker.sock:/var/run/docker.sock',
  },
  { path: ['credential_spec'], kind: 'refused', why: windows, remedy: 'leave it out' },
  { path: ['cpu_count'], kind: 'ignored', why: windows, remedy: 'write cpus' },
  { path: ['cpu_percent'], kind: 'ignored', why: windows, remedy: 'write cpus' },
  {
    path: ['deploy', 'mode'],
    like: /-job$/,
    kind: 'refused',
    why: 'a job ends, and the services of a project go on',
    remedy: 'write a service with restart: "no"',
  },
  {
    path: ['volumes', '*', 'type'],
    like: /^npipe$/,
    kind: 'refused',
    why: windows,
    remedy: 'mount a socket of the ship with type: bind',
  },
  {
    path: ['volumes', '*', 'type'],
    like: /^cluster$/,
    kind: 'refused',
    why: 'cluster volumes belong to Swarm',
    remedy: 'use a volume, with a driver under the top-level volumes',
  },
];
