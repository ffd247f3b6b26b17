import { deep, type Fields, type Form, fields, listOf } from './form.ts';
import type { NormaliseContext } from './row.ts';
import * as shapes from './shapes.ts';
import { mapping, text, texts, twiceByTarget } from './simple.ts';
import type { DeviceMapping, DeviceRequest } from './types.ts';
import { readInteger } from './values.ts';

const ALL = -1;
const device = fields<DeviceMapping>(
  { source: text, target: text, permissions: text },
  'a map with source and target',
  ['source', 'target'],
);

function normaliseDevice(value: unknown, context: NormaliseContext): DeviceMapping | undefined {
  if (typeof value === 'object') return device.normalise(value, context);
  const [source = '', target, permissions = 'rwm', ...more] = (value as string).split(':');
  if (source === '' || more.length > 0) {
    context.fail([], `"${value}" is not a device`, 'write SOURCE[:TARGET[:PERMISSIONS]], as in "/dev/ttyUSB0"');
  }
  return { source, target: target || source, permissions };
}

/** Devices of the ship, one at a target. */
export const deviceMappings: Form<DeviceMapping[]> = listOf(
  {
    shape: shapes.either('a device, SOURCE[:TARGET[:PERMISSIONS]] or a map', shapes.text, device.shape),
    merge: device.merge,
    normalise: normaliseDevice,
  },
  'a list of devices',
  twiceByTarget,
);

function normaliseCount(value: unknown, { fail }: NormaliseContext): number {
  if (typeof value === 'string' && value.toLowerCase() === 'all') return ALL;
  return readInteger(value) ?? fail([], `"${value}" is not a number of devices`, 'write all or a number');
}

const requestFields: Fields<DeviceRequest> = {
  capabilities: texts('a list of capabilities'),
  driver: text,
  count: {
    shape: shapes.either('all or a number', shapes.text, shapes.integer()),
    merge: deep,
    normalise: normaliseCount,
  },
  device_ids: texts('a list of devices'),
  options: mapping,
};

/** A list of requests, each of which must name some keys. */
function requests(...required: (keyof DeviceRequest)[]): Form<DeviceRequest[]> {
  const request = fields(requestFields, 'a map with driver, count, device_ids, capabilities and options', required);
  return listOf(
    { ...request, normalise: (value, context) => whole(request.normalise(value, context) ?? {}, context) },
    'a list of requests for devices',
  );
}

/** Without a number or names all devices are meant. */
function whole(said: DeviceRequest, { fail }: NormaliseContext): DeviceRequest {
  if (said.count !== undefined && said.device_ids !== undefined) {
    fail(['device_ids'], 'count and device_ids cannot stand together', 'keep one of them');
  }
  return said.count === undefined && said.device_ids === undefined ? { ...said, count: ALL } : said;
}

/** Under deploy.resources.reservations. */
export const deviceRequests: Form<DeviceRequest[]> = requests('capabilities');

const several = requests();

export const gpus: Form<DeviceRequest[]> = {
  shape: shapes.either('all or a list of requests for devices', shapes.oneOf('all'), several.shape),
  merge: several.merge,
  normalise: (value, context) => (value === 'all' ? [{ count: ALL }] : several.normalise(value, context)),
};
