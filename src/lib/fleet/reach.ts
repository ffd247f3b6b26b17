import type { Ship } from '../compose/index.ts';
import { quoteAll } from '../docker/index.ts';
import { Problem } from '../problem.ts';
import type { Session } from '../ships/index.ts';
import { listenCommand } from './errand.ts';

/** Where a connection is tried from, and to. */
export interface Trial {
  /** Words of docker up to those of a shell, the first that has something to connect with is used. */
  shells: readonly string[][];
  to: { address: string; port: number };
}

/** What came of a trial; `words` is what was said of a failure, or why it could not be tried. */
export interface Tried {
  outcome: 'reached' | 'failed' | 'untried';
  words: string;
}

/** Seconds that a connection may take, and milliseconds that all of them together may. */
const CONNECT = 3;
const LIMIT = 60_000;

/**
 * Connects to pairs of an address and a port, all at once, with whatever the container has for it, and says
 * `ADDRESS PORT yes` or `ADDRESS PORT no WHY` of each, or, where it has nothing, `none`.
 */
const CONNECTOR = `set -f
has() { command -v "$1" >/dev/null 2>&1; }
if has nc; then
  case $(nc -z 2>&1 </dev/null) in
    *"option -- 'z'"*) try() { nc -w ${CONNECT} "$1" "$2" -e true; } ;;
    *) try() { nc -z -w ${CONNECT} "$1" "$2"; } ;;
  esac
elif has bash && has timeout; then
  try() { timeout ${CONNECT} bash -c ': <>"/dev/tcp/$0/$1"' "$1" "$2"; }
elif has python3 || has python; then
  p=python3
  has $p || p=python
  try() { $p -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), ${CONNECT})' "$1" "$2"; }
elif has perl; then
  try() { perl -MIO::Socket::INET -e 'IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => $ARGV[1], Timeout => ${CONNECT}) or die "$@\\n"' "$1" "$2"; }
elif has node; then
  try() { node -e 'const s = require("net").connect(process.argv[2], process.argv[1], () => process.exit(0)); const no = (e) => { console.error(e.message); process.exit(1); }; s.on("error", no); setTimeout(no, ${CONNECT}000, Error("timed out"))' "$1" "$2"; }
else
  echo none
  exit
fi
nl='
'
say() {
  if e=$(try "$1" "$2" 2>&1 </dev/null); then echo "$1 $2 yes"; else echo "$1 $2 no \${e##*"$nl"}"; fi
}
while [ $# -gt 1 ]; do
  say "$1" "$2" &
  shift 2
done
wait`;

/** Trials that are made in one shell. */
interface Group {
  shells: readonly string[][];
  to: Trial['to'][];
}

/** Sh text that makes all trials at once: lines of a group's number and what was said there, `0 10.0.0.1 80 yes`. */
export function trialScript(groups: readonly Group[]): string {
  const parts = groups.map(({ shells, to }, index) => {
    const words = ['-c', CONNECTOR, 'sh', ...to.flatMap(({ address, port }) => [address, String(port)])];
    const attempts = shells.map((shell) => `o=$(docker ${quoteAll([...shell, ...words])} 2>&1) && [ "$o" != none ]`);
    return `{ ${attempts.join(' || ')}; printf '%s\\n' "$o" | while IFS= read -r l; do echo "${index} $l"; done; } &`;
  });
  return [...parts, 'wait'].join('\n');
}

/** Tries connections from containers of a ship; nothing is left of the trials when they have ended. */
export async function tryFrom(ship: Ship, session: Session, trials: readonly Trial[]): Promise<Tried[]> {
  const keys = [...new Set(trials.map(keyOf))];
  const groups = keys.map((key): Group => {
    const own = trials.filter((trial) => keyOf(trial) === key);
    return { shells: own[0]?.shells ?? [], to: own.map(({ to }) => to) };
  });
  const said: string[][] = groups.map(() => []);
  const why = await hearTrials(ship, session, groups, said).catch((error: unknown) => {
    if (error instanceof Problem) return error.message;
    throw error;
  });
  return trials.map((trial) => judge(trial, said[keys.indexOf(keyOf(trial))] ?? [], why));
}

function keyOf({ shells }: Trial): string {
  return JSON.stringify(shells);
}

/** Resolves with the reason why something may not have been said. */
async function hearTrials(
  ship: Ship,
  session: Session,
  groups: readonly Group[],
  said: readonly string[][],
): Promise<string> {
  const channel = await session.open(listenCommand(ship, trialScript(groups)));
  channel.onLine((line) => {
    const [, index, text = ''] = /^(\d+) (.*)$/.exec(line) ?? [];
    if (index !== undefined) said[Number(index)]?.push(text);
  });
  const timer = setTimeout(() => channel.end(), LIMIT);
  const end = await channel.ended;
  clearTimeout(timer);
  return end === 'lost' ? 'the connection was lost' : `the ship did not say within ${LIMIT / 1000} s`;
}

function judge({ to }: Trial, lines: readonly string[], why: string): Tried {
  const mark = `${to.address} ${to.port} `;
  const answer = lines.find((line) => line.startsWith(mark))?.slice(mark.length);
  if (answer === 'yes') return { outcome: 'reached', words: '' };
  if (answer !== undefined) return { outcome: 'failed', words: answer.replace(/^no ?/, '').trim() };
  const last = lines.at(-1);
  if (last === 'none') return { outcome: 'untried', words: 'no image there has anything to connect with' };
  return { outcome: 'untried', words: last ?? why };
}
