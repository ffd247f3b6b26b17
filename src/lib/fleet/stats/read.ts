import type { Ship } from '../../compose/index.ts';
import { type ConnectOptions, connect, type Session } from '../../ships/index.ts';
import { attend, eachLine, type Sessions, sessionsOf, whyEnded } from '../listen/index.ts';
import { type Measured, type SampleRequest, sampleReader, sampleScript } from './sample.ts';

/** Milliseconds without a word after which a ship is given up: default keepalives need half a minute to notice. */
const QUIET = 20_000;

export interface StatsRequest extends SampleRequest {
  connect: ConnectOptions;
}

/** What is told while ships are measured. */
export interface StatsTold {
  onSample(ship: string, sample: Measured[]): void;
  /** It is not heard any more: waited for, unless it was to be measured once. */
  onLost(ship: string, why: string): void;
  onBack(ship: string): void;
}

/**
 * Measures the containers of a fleet: once, or for ever, through losses of connections. `session` is there for the ships
 * that have answered.
 */
export async function readStats(
  fleet: readonly { ship: Ship; session?: Session | undefined }[],
  request: StatsRequest,
  told: StatsTold,
): Promise<void> {
  const dial = (ship: Ship) => connect(ship, request.connect);
  const { signal } = new AbortController();
  const measure = async ({ ship, session }: (typeof fleet)[number]) => {
    const sessions = session && sessionsOf(ship, session, dial);
    const hear = (open: Sessions, heard: () => void) =>
      hearStats(open, request, (sample) => {
        heard();
        told.onSample(ship.name, sample);
      });
    if (!request.once) {
      return attend({ ship, sessions, connect: dial, attend: hear, onLost: told.onLost, onBack: told.onBack, signal });
    }
    if (!sessions) return;
    const why = await hear(sessions, () => {});
    sessions.close();
    if (why !== undefined) told.onLost(ship.name, why);
  };
  await Promise.all(fleet.map(measure));
}

/** Resolves with nothing when it has been measured once as was wanted, else with the reason why there is no more. */
async function hearStats(
  sessions: Sessions,
  request: SampleRequest,
  onSample: (sample: Measured[]) => void,
): Promise<string | undefined> {
  const listening = await sessions.listen(sampleScript(request));
  let samples = 0;
  const read = sampleReader((sample) => {
    samples += 1;
    onSample(sample);
  });
  let quiet: NodeJS.Timeout | undefined;
  const isQuiet = new Promise<string>((resolve) => {
    quiet = setTimeout(() => resolve(`it has said nothing for ${QUIET / 1000} s`), QUIET);
  });
  const heard = eachLine(listening, (line) => {
    quiet?.refresh();
    read(line);
  }).then(async () => {
    const end = await listening.ended;
    return request.once && samples > 0 ? undefined : whyEnded(end);
  });
  try {
    return await Promise.race([heard, isQuiet, sessions.lost.then(() => 'the connection was lost')]);
  } finally {
    clearTimeout(quiet);
  }
}
