/**
 * The signal that the first Ctrl-C (or TERM, or HUP) sets off. Later ones change nothing, so that what was raised is taken
 * down.
 */
export function leaving(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => controller.abort(new Error('interrupted')));
  return controller.signal;
}
