/** How often a lock is tried again, in seconds. */
const TRY_EVERY = 0.2;
/** Seconds that the first ship's lock is waited for: it may belong to a deploy that is just letting go. */
const GRACE = 1;
/** Seconds longer that all others are waited for, so that of two deploys the one that has the first ship goes on. */
const PATIENCE = 10;

export interface LockRequest {
  project: string;
  /** Who asks, for whoever finds the lock held: `ann@laptop since 2026-05-01T10:00:00Z`. */
  who: string;
  /** Seconds to wait for a lock that is held (`--lock-wait`). */
  wait: number;
}

/**
 * The sh text with which a look takes the lock of a project on the ship at this place of the fleet. It stands in the
 * look's exec string and keeps to what may stand there. The lock is on descriptor 9, which all steps inherit: it frees
 * when the last one ends.
 */
export function lockScript(request: LockRequest, place: number): string {
  const seconds = request.wait + GRACE + (place === 0 ? 0 : PATIENCE);
  return [
    `L=/tmp/compowarm-$E-${request.project}.lock`,
    'command -v flock >/dev/null || { p failed; echo flock: not found; exit 0; }',
    '[ -e $L ] || ( umask 0; : >>$L )',
    'exec 9<$L',
    'n=0',
    `until flock -n 9; do n=$((n+1)); [ $n -le ${Math.round(seconds / TRY_EVERY)} ] || { p held; cat $L; exit 0; }; sleep ${TRY_EVERY}; done`,
    `{ echo "${plain(request.who)}" >$L; } 2>/dev/null`,
  ].join('; ');
}

function plain(text: string): string {
  return text.replace(/[^\w@:.+ -]/g, '_');
}
