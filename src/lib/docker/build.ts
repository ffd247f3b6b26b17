import { posix } from 'node:path';
import type { Service } from '../schema/index.ts';
import { imageLabels } from './labels.ts';
import type { Command, SpecFile } from './types.ts';

type Build = NonNullable<Service['build']>;

/** The name of a service's image: that of the file, or what Compose calls an image that it builds. */
export function imageOf(project: string, service: string, { image }: Pick<Service, 'image'>): string {
  return image || `${project}-${service}`;
}

/** What the Dockerfile is called in a context that does not hold it. */
export const DOCKERFILE = '.compowarm.Dockerfile';

/** Whether the context is somewhere that docker fetches it from itself. */
export function isElsewhere(context: string): boolean {
  return /:\/\/|^(github\.com\/|git@)/.test(context);
}

/** The name of the Dockerfile in the context; undefined where it is not in there. */
export function dockerfileIn({ context = '.', dockerfile }: Build): string | undefined {
  if (dockerfile === undefined) return undefined;
  if (isElsewhere(context)) return dockerfile;
  const name = posix.relative(context, posix.resolve(context, dockerfile));
  return name === '..' || name.startsWith('../') ? undefined : name;
}

/** What is built, as `docker build` is told of it. */
export interface Building {
  project: string;
  service: string;
  image: string;
  build: Build;
  /** The context, where it is of this machine. */
  file?: SpecFile;
}

/** Builds the image of a service; `version` is Compowarm's. */
export function build({ project, service, image, build: said, file }: Building, version: string): Command {
  const { context = '.', args = {}, labels = {}, tags = [], cache_from = [], extra_hosts = [], platforms = [] } = said;
  const argv = [
    'build',
    ...[image, ...tags].flatMap((tag) => ['-t', tag]),
    ...Object.entries({ ...labels, ...imageLabels(project, service, version) }).flatMap(([name, value]) => [
      '--label',
      `${name}=${value}`,
    ]),
    ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', value === null ? name : `${name}=${value}`]),
    ...cache_from.flatMap((from) => ['--cache-from', from]),
    ...extra_hosts.flatMap((host) => ['--add-host', host.replace('=', ':')]),
    ...platforms.flatMap((platform) => ['--platform', platform]),
    ...(said.target ? ['--target', said.target] : []),
    ...(said.network ? ['--network', said.network] : []),
    ...(said.shm_size ? ['--shm-size', said.shm_size] : []),
    ...(said.no_cache ? ['--no-cache'] : []),
    ...(said.pull ? ['--pull'] : []),
    ...Object.entries(said.ulimits ?? {}).flatMap(ulimit),
    ...['-f', dockerfileIn(said) ?? DOCKERFILE],
  ];
  return file ? { argv: [...argv, '-'], files: [file] } : { argv: [...argv, context] };
}

function ulimit([name, limit]: [string, NonNullable<Build['ulimits']>[string]]): string[] {
  const { soft, hard } = typeof limit === 'number' ? { soft: limit, hard: limit } : limit;
  return ['--ulimit', `${name}=${soft ?? hard}:${hard ?? soft}`];
}

/** What docker's classic builder, which every engine has, can't do, and why. */
export const UNBUILDABLE: readonly { key: keyof Build; why: string; remedy: string }[] = [
  {
    key: 'ssh',
    why: 'the keys of this machine stay here',
    remedy: 'fetch what needs them beforehand, into the context',
  },
  {
    key: 'secrets',
    why: 'docker’s classic builder has none',
    remedy: 'build the image elsewhere and name it under image',
  },
  {
    key: 'additional_contexts',
    why: 'docker’s classic builder has one context',
    remedy: 'put what is needed into the context',
  },
  {
    key: 'privileged',
    why: 'docker’s classic builder does not build so',
    remedy: 'build the image elsewhere and name it under image',
  },
  {
    key: 'entitlements',
    why: 'docker’s classic builder knows none',
    remedy: 'build the image elsewhere and name it under image',
  },
  { key: 'cache_to', why: 'docker’s classic builder keeps its cache itself', remedy: 'leave it out' },
];
