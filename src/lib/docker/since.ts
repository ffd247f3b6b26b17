import { isCdi, type Service } from '../schema/index.ts';
import { atLeast } from './engine.ts';
import type { Engine } from './observed.ts';

/** What a service asks that not every engine can do. */
export interface Demand {
  /** As the file writes it: `healthcheck.start_interval`. */
  key: string;
  /** The first version of docker that can: `25`, `28.1`. */
  since: string;
}

/** The first thing that a service asks and an engine can't do. */
export function tooNew(service: Service, engine: Engine): Demand | undefined {
  const found = DEMANDS.find(({ since, asked }) => !atLeast(engine, since) && asked(service));
  return found && { key: found.key, since: found.since };
}

const DEMANDS: (Demand & { asked(service: Service): boolean })[] = [
  { key: 'annotations', since: '24', asked: ({ annotations = {} }) => Object.keys(annotations).length > 0 },
  {
    key: 'healthcheck.start_interval',
    since: '25',
    asked: ({ healthcheck }) => healthcheck?.start_interval !== undefined,
  },
  {
    key: 'networks.mac_address',
    since: '25',
    asked: ({ networks }) =>
      Object.values(networks)
        .slice(1)
        .some((network) => network?.mac_address !== undefined),
  },
  { key: 'networks.gw_priority', since: '28', asked: ({ networks }) => anyNetwork(networks, 'gw_priority') },
  { key: 'networks.interface_name', since: '28.1', asked: ({ networks }) => anyNetwork(networks, 'interface_name') },
  { key: 'a device by its CDI name', since: '25', asked: ({ devices = [] }) => devices.some(isCdi) },
  {
    key: 'volumes.bind.recursive',
    since: '25',
    asked: ({ volumes }) => volumes.some(({ bind }) => /^(writable|readonly)$/.test(bind?.recursive ?? '')),
  },
  {
    key: 'volumes.volume.subpath',
    since: '26',
    asked: ({ volumes }) => volumes.some(({ volume }) => Boolean(volume?.subpath)),
  },
  { key: 'a volume of type image', since: '28', asked: ({ volumes }) => volumes.some(({ type }) => type === 'image') },
];

function anyNetwork(networks: Service['networks'], key: 'gw_priority' | 'interface_name'): boolean {
  return Object.values(networks).some((network) => Boolean(network?.[key]));
}
