import { type ConnectOptions, connect } from '../../ships/index.ts';
import type { Sink } from '../logs/merge.ts';
import type { ShipLogs, Told } from '../logs/types.ts';
import { type EventLine, type EventsRequest, readAllEvents } from './read.ts';

export type { EventLine } from './read.ts';

/**
 * Tells what happens to the containers of a project on all ships, in the order of time: first what did since `since`, then
 * what does, until `until` or for ever, through losses of ships. `connect`: how more connections are made.
 */
export function readEvents(
  fleet: readonly Pick<ShipLogs, 'ship' | 'session'>[],
  request: EventsRequest & { connect: ConnectOptions },
  sink: Sink<string, EventLine>,
  told: Pick<Told, 'onLost' | 'onBack'>,
): Promise<void> {
  return readAllEvents(fleet, { ...request, dial: (ship) => connect(ship, request.connect) }, sink, told);
}
