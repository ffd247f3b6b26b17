/** One line of ours from a ship. `step` is 0 for what belongs to no step. */
export interface Frame {
  step: string;
  word: string;
  text: string;
}

/** Reads a line as a frame; undefined for a line that does not carry the nonce, whatever it looks like. */
export function parseFrame(nonce: string, line: string): Frame | undefined {
  const mark = `@${nonce} `;
  if (!line.startsWith(mark)) return undefined;
  const [step = '', word = '', ...text] = line.slice(mark.length).split(' ');
  return { step, word, text: text.join(' ') };
}

/** Bytes of one line that go into one frame: with its mark it stays far under PIPE_BUF. */
const LINE_LIMIT = 900;

/**
 * What the shell on the ship learns before its first step. Frames: `begin`, `out TEXT`, `log TEXT`, `note TEXT`, `end CODE`,
 * `skipped`. A step waits for the steps named behind it (`-7`: however that ended) through their gates, fifos that are open for writing for as long
 * as their step lasts and gone when it has ended, so that nobody polls and nobody waits for what is over.
 *
 * A long line is cut before a byte that begins a character (B), and counted in bytes (LC_ALL): shells do not agree on
 * what half a character is, and half a character is none on the laptop.
 */
export function prelude(dockerFunction: string): string {
  return `{
${dockerFunction}
trap '' PIPE HUP
exec 5>&1
B=$(printf '[\\300-\\367]')
say() { printf '@%s %s %s\\n' "$N" "$1" "$2"; }
lines() {
  LC_ALL=C
  while IFS= read -r l || [ -n "$l" ]; do
    while [ "\${#l}" -gt ${LINE_LIMIT} ]; do
      h=$(printf '%.${LINE_LIMIT}s' "$l")
      t=\${h%$B*}
      [ -z "$t" ] || h=$t
      say "$1" "$2 $h"
      l=\${l#"$h"}
    done
    say "$1" "$2 $l"
  done
}
last_log() { docker logs --tail 10 "$1" 2>&1 | lines "$i" log >&5; }
ready() {
  for d; do
    o=\${d#-}
    [ ! -p "$D/g$o" ] || read -r c 2>/dev/null <"$D/g$o"
    [ "$o" = "$d" ] || continue
    c=
    read -r c 2>/dev/null <"$D/r$d"
    [ "$c" = 0 ] || return 1
  done
  [ ! -e "$D/halt" ]
}
step() {
  i=$1
  shift
  if ready "$@"; then
    say "$i" begin
    { "s$i" 2>&1 </dev/null; echo "$?" >"$D/r$i"; } | lines "$i" out
    c=
    read -r c <"$D/r$i"
    say "$i" "end $c"
  else
    echo skipped >"$D/r$i"
    say "$i" skipped
  fi
  rm -f "$D/g$i"
}
}
`;
}

/**
 * A step as the ship's shell takes it: a brace group, of which a shell that gets only a part runs nothing. It waits until
 * the steps of `after` have ended well, and until those of `behind` have ended.
 */
export function stepMessage(
  id: string,
  after: readonly string[],
  body: string,
  behind: readonly string[] = [],
): string {
  return `{ s${id}() {
${body}
}
mkfifo "$D/g${id}"
step ${[id, ...after, ...behind.map((one) => `-${one}`)].join(' ')} 6<>"$D/g${id}" &
}
`;
}

/** The sign of life that the watchdog on the ship looks for. */
export const BEAT = ': >"$D/beat"\n';
