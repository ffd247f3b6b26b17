/** Chance and time, so that what depends on them can be tried without them. */
export interface Pause {
  /** From 0 to 1. */
  random(): number;
  wait(ms: number): Promise<void>;
}

const PAUSES_MS = [100, 200, 400, 800];

/** Attempts again while the result asks for it, at most five times in all, with growing random pauses; gives the last result. */
export async function retry<T>(attempt: () => Promise<T>, again: (result: T) => boolean, pause: Pause): Promise<T> {
  let result = await attempt();
  for (const ms of PAUSES_MS) {
    if (!again(result)) break;
    await pause.wait(ms * (0.5 + pause.random() / 2));
    result = await attempt();
  }
  return result;
}
