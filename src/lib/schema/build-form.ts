import { buildSecrets } from './files.ts';
import { type Form, fields, replace } from './form.ts';
import { extraHosts } from './hosts.ts';
import type { NormaliseContext } from './row.ts';
import { either, pairs, scalar, text as textShape } from './shapes.ts';
import { bytes, flag, mapping, names, text, textsAnyhow, variables } from './simple.ts';
import type { Build } from './types.ts';
import { ulimits } from './ulimits.ts';
import { readPairs } from './values.ts';

const elsewhere = /:\/\/|^(service:|github\.com\/|git@)/;

/** A folder of this machine as an absolute path; a URL, an image or another service as it is. */
function place(text: string, { absolute }: NormaliseContext): string {
  return elsewhere.test(text) ? text : absolute([], text);
}

const context: Form<string> = { ...text, normalise: (value, at) => place(value as string, at) };

/** `true` and `false` are words here. */
const words: Form<string> = { shape: scalar, merge: replace, normalise: (value) => String(value) || undefined };

/** Arguments without a value take the shell's; those that it does not have are left out. */
function normaliseArgs(value: unknown, at: NormaliseContext): Record<string, string> | undefined {
  const said = Object.entries(variables.normalise(value, at) ?? {}).flatMap(([name, text]): [string, string][] => {
    const known = text ?? at.variable(name);
    return known === undefined ? [] : [[name, known]];
  });
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

function normaliseSsh(value: unknown, at: NormaliseContext): string[] | undefined {
  const keys = Object.entries(readPairs(value, at)).map(([id, path]) => {
    if (path !== null) return `${id}=${path}`;
    return id === 'default' ? id : at.fail([id], `${id} has no key`, `write ${id}=PATH, or default`);
  });
  return keys.length === 0 ? undefined : keys;
}

function normaliseContexts(value: unknown, at: NormaliseContext): Record<string, string> | undefined {
  const said = Object.entries(mapping.normalise(value, at) ?? {});
  const whole = said.map(([name, where]) => [
    name,
    place(where, { ...at, absolute: (_, path) => at.absolute([name], path) }),
  ]);
  return whole.length === 0 ? undefined : Object.fromEntries(whole);
}

const form = fields<Build>(
  {
    context,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: textsAnyhow('a list of entitlements'),
    args: { ...variables, normalise: normaliseArgs },
    provenance: words,
    sbom: words,
    ssh: { shape: pairs('default or ID=PATH'), merge: { kind: 'pairs' }, normalise: normaliseSsh },
    labels: mapping,
    cache_from: textsAnyhow('a list of images'),
    cache_to: textsAnyhow('a list of places'),
    no_cache: flag,
    additional_contexts: { ...mapping, normalise: normaliseContexts },
    pull: flag,
    extra_hosts: extraHosts,
    isolation: text,
    network: text,
    target: text,
    secrets: buildSecrets,
    shm_size: bytes,
    tags: names('a list of tags'),
    ulimits,
    platforms: textsAnyhow('a list of platforms'),
    privileged: flag,
  },
  'a map with context, dockerfile, args and the like',
);

/** A mere text is the context; the folder of the file and its Dockerfile are meant when nothing else is said. */
function normaliseBuild(value: unknown, at: NormaliseContext): Build {
  if (typeof value === 'string') return { context: place(value, at), dockerfile: 'Dockerfile' };
  const said = form.normalise(value, at) as Build;
  if (said.dockerfile !== undefined && said.dockerfile_inline !== undefined) {
    at.fail(['dockerfile_inline'], 'dockerfile and dockerfile_inline cannot stand together', 'keep one of them');
  }
  return {
    context: at.absolute([], '.'),
    ...(said.dockerfile_inline === undefined && { dockerfile: 'Dockerfile' }),
    ...said,
  };
}

export const build: Form<Build> = {
  shape: either('a folder or a map with context, dockerfile and the like', textShape, form.shape),
  merge: { ...(form.merge as Extract<Form<Build>['merge'], { kind: 'deep' }>), text: 'context' },
  normalise: normaliseBuild,
};
