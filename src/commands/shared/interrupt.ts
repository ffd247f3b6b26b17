import { leave, SIGNALS } from './signals.ts';
import { tell } from './tell.ts';

/**
 * While a plan is executed, the first signal ends the steps in hand and the second leaves at once: what the ships are at
 * they end by themselves.
 */
export function onInterrupt(): { signal: AbortSignal; off(): void } {
  const controller = new AbortController();
  const listener = () => {
    if (controller.signal.aborted) leave();
    tell('interrupted: the steps in hand end, no more begin (again to leave at once)');
    controller.abort();
  };
  for (const name of SIGNALS) process.off(name, leave).on(name, listener);
  const off = () => {
    for (const name of SIGNALS) process.off(name, listener).on(name, leave);
  };
  return { signal: controller.signal, off };
}
