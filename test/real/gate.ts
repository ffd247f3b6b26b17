import type { Harbor } from '../harbor/index.ts';
import { ask } from './seen.ts';

/** Stands before `docker` and `mv` on a ship: while a gate is set, the command that is waited for is held before it runs. */
const PROGRAM = `#!/bin/sh
name=\${0##*/}
real=/usr/bin/$name
[ -e /run/gate/words ] || exec "$real" "$@"
words=$(cat /run/gate/words)
case "$name $*" in
  "$words"*) ;;
  *) exec "$real" "$@" ;;
esac
n=1
until mkdir "/run/gate/$n" 2>/dev/null; do n=$((n+1)); done
if [ "$n" = "$(cat /run/gate/turn)" ]; then
  echo $$ >/run/gate/pid
  echo held >/run/gate/reached
  read -r _ </run/gate/go
fi
exec "$real" "$@"
`;

/** Holds one command of a deploy on a ship, so that a test can do what it wants in the middle of that very step. */
export interface Gate {
  /** From now on the command that begins with these words is held; the second of them where `turn` is 2. */
  set(words: string, turn?: number): Promise<void>;
  /** Waits until the command is held. */
  reached(): Promise<void>;
  /** Lets it go on. */
  open(): Promise<void>;
  /** Kills it, and all that runs in the same login, as a power cut would. */
  cut(): Promise<void>;
  /** Takes it away, with the command that is still held. */
  remove(): Promise<void>;
}

/** Builds a gate on a ship, where every login and the harbor find it before the real programs. */
export async function buildGate(harbor: Harbor, ship: number): Promise<Gate> {
  const on = async (text: string) => void (await ask(harbor, ship, text));
  await on(`mkdir -p /usr/local/bin; cd /usr/local/bin; cat >docker <<'END'
${PROGRAM}END
chmod 755 docker; cp docker mv`);
  return {
    set: (words, turn = 1) =>
      on(
        `rm -rf /run/gate; mkdir /run/gate; cd /run/gate; mkfifo reached go; echo '${words}' >words; echo ${turn} >turn`,
      ),
    reached: () => on('read -r _ </run/gate/reached'),
    open: () => on('echo go >/run/gate/go'),
    cut: () => on('kill -9 -$(ps -o sid= -p $(cat /run/gate/pid) | tr -d " ")'),
    remove: () =>
      on('kill -9 $(cat /run/gate/pid) 2>/dev/null; rm -rf /run/gate /usr/local/bin/docker /usr/local/bin/mv'),
  };
}
