import { LOOKS } from '../docker/index.ts';

/** What a look may ask of a ship, in the order in which it is asked. */
export type Section =
  | 'containers'
  | 'neighbours'
  | 'images'
  | 'networks'
  | 'volumes'
  | 'contents'
  | 'history'
  | 'gear'
  /** The laptop has a part in it: only for a look that no steps follow. */
  | 'machine'
  | 'members'
  | 'used'
  | 'processes';

export interface LookRequest {
  /** Marks our lines among all that the ship prints. */
  nonce: string;
  project: string;
  /** The words that call docker on this ship. */
  docker: string[];
  sections: readonly Section[];
  /** For a look that steps will follow: takes the lock (its words are deploy's), then reads steps from standard input. */
  lock?: string;
}

/** Seconds that one docker command of the look may take, where the ship has `timeout`. */
const DOCKER_LIMIT = 60;
/** Commands that a deploy may want of a ship, besides docker and what every Linux has. */
const GEAR = ['flock', 'base64', 'gzip', 'tar', 'mktemp', 'mkfifo', 'timeout'];
/** What the ship answers one after another to the laptop that measures how far it is. */
const PULSES = ['1', '2', '3'];
/** Seconds between two glances of the watchdog, and how many without a sign of the laptop end the shell. */
const WATCH_EVERY = 5;
const WATCH_LIMIT = 6;

/**
 * Where a ship keeps what belongs to a project: its record, those of deploys before, and what came from laptops under the same name with another
 * ending. `engine` is the engine's ID or the shell's word for it, `home` likewise.
 */
export function recordPath(
  engine: string,
  project: string,
  home = '$HOME',
): { folder: string; file: string; store: string; deploys: string } {
  const folder = `${home}/.local/state/compowarm/${engine}`;
  const store = `${folder}/${project}`;
  return { folder, file: `${store}.json`, store, deploys: `${store}.deploys` };
}

/**
 * The function through which all docker commands of a ship go, so that they read the same whether docker is called
 * plainly, by sudo or by another name. `T` may hold `timeout SECONDS`. Our own descriptors stay with the shell: what a
 * docker without a daemon leaves running (podman's monitors) would hold the lock for as long as the container lives.
 */
export function dockerFunction(words: string[]): string {
  return `docker() { \${T:-command} ${words.join(' ')} "$@" 5>&- 6>&- 8>&- 9>&-; }`;
}

/**
 * The exec string of a look: one line of sh without single quote, backslash, newline or `!` inside its quotes, so that
 * any login shell hands it on unharmed.
 */
export function lookCommand(request: LookRequest): string {
  const { file } = recordPath('$E', request.project);
  const words = [
    `N=${request.nonce}`,
    dockerFunction(request.docker),
    `timeout 1 true 2>/dev/null && T="timeout ${DOCKER_LIMIT}"`,
    'p() { echo "@$N 0 look $1"; }',
    'p login',
    'id -un',
    'echo $SSH_CONNECTION',
    'echo "$HOME"',
    'p info',
    `I=$(${docker(LOOKS.info)} 2>/dev/null)`,
    'E=${I%% *}',
    '[ -n "$E" ] || { p failed; docker ps -q 2>&1; exit 0; }',
    'printf "%s" "$I"',
    'echo',
    ...(request.lock ? [request.lock, FOLDER, 'p folder', 'echo $D'] : []),
    'p record',
    `[ -e "${file}" ] && cat "${file}" && echo`,
    ...request.sections.flatMap((section) => [`p ${section}`, ...SECTIONS[section](request.project)]),
    'p seen',
    ...(request.lock ? [READ_STEPS] : []),
  ];
  return `sh -c '${words.join('; ')}'`;
}

const PROJECT = 'com.docker.compose.project';

const SECTIONS: Record<Section, (project: string) => string[]> = {
  containers: (project) => [allOf(project), `[ -z "$i" ] || ${docker(LOOKS.containers)} $i`],
  neighbours: () => [docker(LOOKS.neighbours)],
  images: () => [docker(LOOKS.images)],
  networks: () => [docker(LOOKS.networks)],
  volumes: () => [docker(LOOKS.volumes)],
  contents: (project) => {
    const { store } = recordPath('$E', project);
    return [`ls -A "${store}.files" 2>/dev/null`, 'p kept', `ls -A "${store}.data" 2>/dev/null`];
  },
  gear: () => [
    `for c in ${GEAR.join(' ')}`,
    'do command -v $c >/dev/null || echo $c',
    'done',
    'p tcp',
    'cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep " 0A "',
    'p udp',
    'cat /proc/net/udp /proc/net/udp6 2>/dev/null',
  ],
  machine: () => [
    `M=$(${docker(LOOKS.machine)} 2>/dev/null)`,
    'echo "$M"',
    'R=${M#* }',
    'R=${R#* }',
    'p load',
    'cat /proc/loadavg',
    'p memory',
    'head -n 5 /proc/meminfo',
    'p disk',
    'df -Pk "${R:-/}" 2>/dev/null',
    'p inodes',
    'df -Pi "${R:-/}" 2>/dev/null',
    'p pulse',
    `for b in ${PULSES.join(' ')}`,
    'do read -r l && echo "$b"',
    'done',
    'date +%s.%N',
  ],
  // they are many, and much alike
  history: (project) => [`cat "${recordPath('$E', project).deploys}"/*.json 2>/dev/null | gzip -c | base64`],
  members: () => [docker(LOOKS.members)],
  used: (project) => [
    allOf(project),
    `[ -z "$i" ] || ${docker(LOOKS.used)} $(docker container inspect --format "{{.Image}}" $i | sort -u) 2>/dev/null`,
  ],
  // what runs in a container could say anything: each has a section of its own
  processes: (project) => [
    `for c in $(docker ps -q --no-trunc --filter label=${PROJECT}=${project})`,
    `do p "top $c"`,
    `${docker(LOOKS.processes)} $c 2>/dev/null || { p "refused $c"; ${docker(LOOKS.processes)} $c 2>&1; }`,
    'done',
  ],
};

/** Puts the IDs of the project's containers into `i`. */
function allOf(project: string): string {
  return `i=$(docker ps -aq --no-trunc --filter label=${PROJECT}=${project})`;
}

/**
 * `busy` is locked, shared, by the shell that reads the steps and by every step: who gets it alone knows that all have
 * ended. A laptop that goes in the middle of the look breaks the pipe: the shell must live to clean up.
 */
const FOLDER = 'trap "" PIPE; umask 077; D=$(mktemp -d /tmp/compowarm.XXXXXXXX) || exit 1; : >$D/busy; export N D';

/**
 * The shell that reads the steps, the watchdog that ends it when the laptop has not been heard from, and the cleaning up
 * that follows however it ended. Default sshd never notices a laptop that vanished.
 */
const READ_STEPS = [
  'exec 7<&0',
  '( flock -s 8; exec sh ) <&7 7<&- 8<$D/busy & R=$!',
  [
    '( exec 9<&- 7<&- </dev/null >/dev/null 2>&1; n=0',
    'q() { kill $S; exit; }',
    'trap q TERM',
    `while sleep ${WATCH_EVERY} & S=$!`,
    'wait $S',
    'do if [ -e $D/beat ]',
    'then rm -f $D/beat; n=0',
    'else n=$((n+1))',
    'fi',
    `if [ $n -ge ${WATCH_LIMIT} ]`,
    'then kill -9 $R; exit',
    'fi',
    'done ) & W=$!',
  ].join('; '),
  '{ wait $R; : >$D/halt; exec 8<$D/busy; flock 8; kill $W; wait $W; rm -rf $D; } 2>/dev/null',
].join('; ');

function docker(argv: readonly string[]): string {
  return ['docker', ...argv.map((word) => (/^[\w=:./-]+$/.test(word) ? word : `"${word}"`))].join(' ');
}
