import type { Deploy, Resource, RestartPolicy, UpdateConfig } from './deploy.ts';
import { deviceRequests } from './devices.ts';
import { type Form, fields, listOf } from './form.ts';
import { either, nothing } from './shapes.ts';
import {
  bytesText,
  count,
  decimal,
  duration,
  durationOrNone,
  mapping,
  oneOf,
  text,
  textsAnyhow,
  whole,
} from './simple.ts';

const update = fields<UpdateConfig>(
  {
    parallelism: count(0),
    delay: durationOrNone,
    failure_action: text,
    monitor: durationOrNone,
    max_failure_ratio: decimal,
    order: oneOf('start-first', 'stop-first'),
  },
  'a map with parallelism, delay and order',
);

const generic = listOf(
  fields<{ discrete_resource_spec?: { kind: string; value: number } }>(
    {
      discrete_resource_spec: fields<{ kind: string; value: number }>(
        { kind: text, value: count() },
        'a map with kind and value',
      ),
    },
    'a map with discrete_resource_spec',
  ),
  'a list of resources',
);

const limits = fields<Pick<Resource, 'cpus' | 'memory' | 'pids'>>(
  { cpus: decimal, memory: bytesText, pids: whole() },
  'a map with cpus, memory and pids',
);

const reservations = fields<Pick<Resource, 'cpus' | 'memory' | 'devices' | 'generic_resources'>>(
  { cpus: decimal, memory: bytesText, devices: deviceRequests, generic_resources: generic },
  'a map with cpus, memory and devices',
);

const restartPolicy = fields<RestartPolicy>(
  { condition: text, delay: duration, max_attempts: count(0), window: duration },
  'a map with condition, delay, max_attempts and window',
);

const placement = fields<NonNullable<Deploy['placement']>>(
  {
    constraints: textsAnyhow('a list of constraints'),
    preferences: listOf(fields<{ spread?: string }>({ spread: text }, 'a map with spread'), 'a list of preferences'),
    max_replicas_per_node: whole(0),
  },
  'a map with constraints, preferences and max_replicas_per_node',
);

const said = fields<Deploy>(
  {
    mode: text,
    replicas: count(0),
    labels: mapping,
    update_config: update,
    rollback_config: update,
    resources: fields<NonNullable<Deploy['resources']>>({ limits, reservations }, 'a map with limits and reservations'),
    restart_policy: restartPolicy,
    placement,
    endpoint_mode: text,
  },
  'a map with replicas, resources, placement and the like',
);

/** `resources` and `placement` are there even where nothing is said of them: so Compose prints them. */
export const deploy: Form<Deploy> = {
  shape: either('a map with replicas, resources, placement and the like', said.shape, nothing),
  merge: said.merge,
  normalise: (value, context) =>
    value === null ? undefined : { resources: {}, placement: {}, ...said.normalise(value, context) },
};
