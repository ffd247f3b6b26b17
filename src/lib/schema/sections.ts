import { type Form, fields, listOf, mapOf } from './form.ts';
import type { Config, IpamPool, Model, Network, Secret, Volume } from './resources.ts';
import type { NormaliseContext } from './row.ts';
import { either, nothing, object, text as textShape, yesOrNo as yesOrNoShape } from './shapes.ts';
import { flag, mapping, options, text, textsAnyhow, whole, yesOrNo } from './simple.ts';

interface External {
  external?: boolean;
  name?: string;
}

/** `true`, or (as it was written once) a map with the name that the thing has in docker. */
const external: Form<boolean> = {
  shape: either('true or false', yesOrNoShape, object({ name: textShape }, 'a map with name')),
  merge: { kind: 'replace' },
  normalise: (value, context) => typeof value === 'object' || flag.normalise(value, context),
};

/** A thing of the top level, of which nothing need be said; what is external may have its name under external. */
function thing<T extends External>(form: Form<T>, says: string): Form<Partial<T>> {
  return {
    shape: either(says, form.shape, nothing),
    merge: form.merge,
    normalise: (value, context) => {
      if (value === null) return {};
      const { external: written } = value as { external?: unknown };
      const named = typeof written === 'object' ? (written as { name?: string }).name : undefined;
      return { ...(named !== undefined && { name: named }), ...form.normalise(value, context) } as Partial<T>;
    },
  };
}

const pool = fields<IpamPool>(
  { subnet: text, gateway: text, ip_range: text, aux_addresses: mapping },
  'a map with subnet, gateway and ip_range',
);
const pools: Form<IpamPool[]> = {
  ...listOf(pool, 'a list of maps with subnet'),
  merge: { kind: 'items', key: 'subnet' },
};

/** `options` is read, and of no effect: so it is in Compose. */
const ipam = fields<NonNullable<Network['ipam']> & { options?: never }>(
  { driver: text, config: pools, options: { ...options, normalise: () => undefined } },
  'a map with driver and config',
);

const network = fields<Network>(
  {
    name: text,
    driver: text,
    driver_opts: options,
    ipam,
    external,
    internal: flag,
    attachable: flag,
    labels: mapping,
    enable_ipv4: yesOrNo,
    enable_ipv6: yesOrNo,
  },
  'a map with name, driver, external and the like',
);

const volume = fields<Volume>(
  { name: text, driver: text, driver_opts: options, external, labels: mapping },
  'a map with name, driver, external and the like',
);

/** A bind that is a volume of the local driver may name a path of this machine. */
function normaliseVolume(value: unknown, context: NormaliseContext): Partial<Volume> {
  const said = volume.normalise(value, context) as Volume;
  const other = Object.keys(value as object).find((key) => !/^(name$|external$|x-)/.test(key));
  if (said.external && other !== undefined) {
    context.fail([other], 'an external volume is as it is', `leave ${other} out, or external`);
  }
  const { device, o } = said.driver_opts ?? {};
  if (said.driver !== 'local' || o !== 'bind' || device === undefined) return said;
  const absolute = context.absolute(['driver_opts', 'device'], device);
  return { ...said, driver_opts: { ...said.driver_opts, device: absolute } };
}

const file: Form<string> = { ...text, normalise: (value, { absolute }) => absolute([], value as string) };
const origin = { name: text, file, environment: text, external, labels: mapping, template_driver: text };

/** What may stand together in no config or secret: where its content comes from. */
function fromOne<T extends Secret>(
  form: Form<T>,
  what: string,
  origins: readonly (keyof T & string)[],
): Form<Partial<T>> {
  const whole = thing(form, form.shape.kind === 'object' ? form.shape.says : '');
  return {
    ...whole,
    shape: form.shape,
    normalise: (value, context) => {
      const said: Partial<Secret> = whole.normalise(value, context) ?? {};
      const [first, second] = origins.filter((key) => (value as Record<string, unknown>)[key] !== undefined);
      if (second !== undefined)
        context.fail([second], `${first} and ${second} cannot stand together`, 'keep one of them');
      if (first === undefined && !said.external && said.driver === undefined) {
        context.fail([], `the ${what} has no content`, `write one of ${origins.join(', ')}, or external: true`);
      }
      return said as Partial<T>;
    },
  };
}

const driven = 'a map with name, driver, external and the like';

/** What the sections of a file hold, but its services: without a name a thing is called after the project and its key. */
export const sections = {
  networks: {
    ...mapOf(thing(network, driven), 'a map of networks'),
    doc: 'Networks, made on the ships that need them; what is external has to be there.',
  },
  volumes: {
    ...mapOf(thing({ ...volume, normalise: normaliseVolume }, driven), 'a map of volumes'),
    doc: 'Volumes, made on the ships that need them; what is external has to be there.',
  },
  configs: {
    ...mapOf(
      fromOne(fields<Config>({ ...origin, content: text }, 'a map with file, content or environment'), 'config', [
        'file',
        'environment',
        'content',
      ]),
      'a map of configs',
    ),
    doc: 'Files that containers are given, from a file of this machine, a variable or the Compose file itself.',
  },
  secrets: {
    ...mapOf(
      fromOne(
        fields<Secret>({ ...origin, driver: text, driver_opts: options }, 'a map with file or environment'),
        'secret',
        ['file', 'environment'],
      ),
      'a map of secrets',
    ),
    doc: 'The same for what nobody else should see: from a file of this machine or a variable.',
  },
  models: {
    ...mapOf(
      fields<Model>(
        { name: text, model: text, context_size: whole(), runtime_flags: textsAnyhow('a list of flags') },
        'a map with model',
        ['model'],
      ),
      'a map of models',
    ),
    doc: 'Language models, which services may not use here.',
  },
};
