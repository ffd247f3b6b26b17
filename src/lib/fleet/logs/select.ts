import { isReachable } from '../../docker/index.ts';
import type { Sighting } from '../types.ts';
import type { LogSource, LogsRequest, ShipLogs } from './types.ts';

/** The replicas on a ship whose logs are wanted, by services and numbers. */
export function shipLogs({ ship, session, observed }: Sighting, wants: LogsRequest['wants']): ShipLogs {
  const containers = isReachable(observed) ? observed.containers.filter((one) => !one.oneoff && wants(one)) : [];
  return {
    ship,
    session,
    containers: containers
      .map(({ id, service, number, state }) => ({ id, service, number, running: state === 'running' }))
      .sort((a, b) => (a.service < b.service ? -1 : Number(a.service > b.service)) || a.number - b.number),
  };
}

/** Who writes in them. */
export function sourcesOf({ ship, containers }: ShipLogs): LogSource[] {
  return containers.map(({ service, number }) => ({ ship: ship.name, service, number }));
}
