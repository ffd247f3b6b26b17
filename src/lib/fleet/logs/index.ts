import { type ConnectOptions, connect } from '../../ships/index.ts';
import type { Sink } from './merge.ts';
import { readAll } from './read.ts';
import type { LogSource, LogsEnd, LogsRequest, ShipLogs, Told } from './types.ts';

export type { Sink } from './merge.ts';
export { shipLogs, sourcesOf } from './select.ts';
export type { LogSource, Told } from './types.ts';

/**
 * Reads the logs of a fleet in the order of time, as fast as `sink` takes them: first what is there, then, where it is to be
 * followed, what comes, until no container that is followed runs any more. `connect`: how more connections are made.
 */
export function readLogs(
  fleet: readonly ShipLogs[],
  request: LogsRequest & { connect: ConnectOptions },
  sink: Sink<LogSource>,
  told: Told,
): Promise<LogsEnd> {
  return readAll(fleet, { ...request, dial: (ship) => connect(ship, request.connect) }, sink, told);
}
