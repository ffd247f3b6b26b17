import type { Project } from '../../lib/compose/index.ts';
import { type StartOptions, withPull, withScale } from '../../lib/plan/index.ts';
import { Flags } from './oclif.ts';

/** How long what is stopped has, as Compose has it. */
export const graceFlag = {
  timeout: Flags.integer({
    char: 't',
    min: 0,
    helpValue: 'SECONDS',
    summary: 'how long what is stopped has to end by itself',
    description: 'how long a container that is stopped has to end by itself, instead of what stop_grace_period says',
  }),
};

/** Flags of verbs that make containers, as Compose has them. */
export const makeFlags = {
  'force-recreate': Flags.boolean({
    exclusive: ['no-recreate'],
    summary: 'make anew even where nothing differs',
    description: 'make containers anew even where nothing differs',
  }),
  'no-recreate': Flags.boolean({
    summary: 'leave containers that exist as they are',
    description: 'leave containers that exist, even where they differ from the file',
  }),
  pull: Flags.option({
    options: ['always', 'missing', 'never', 'policy'] as const,
    summary: 'when images are pulled',
    description: 'when images are pulled, instead of what pull_policy says',
  })(),
  scale: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'SERVICE=NUMBER',
    summary: 'how many replicas a service has',
    description: 'how many replicas a service has, instead of what the file says',
  }),
  build: Flags.boolean({
    exclusive: ['no-build'],
    summary: 'build images anew',
    description: 'build images anew, whether they are there or not',
  }),
  'no-build': Flags.boolean({ description: 'build no image, even where one is missing' }),
  'remove-orphans': Flags.boolean({
    summary: 'remove what is no longer in the file',
    description: 'remove containers of services that the file no longer has',
  }),
};

/** More of them, for verbs that start what they make. */
export const startFlags = {
  ...makeFlags,
  'always-recreate-deps': Flags.boolean({
    exclusive: ['no-recreate'],
    description: 'make what the services named need anew too',
  }),
  'no-deps': Flags.boolean({ description: 'only the services named, without what they need' }),
  'renew-anon-volumes': Flags.boolean({
    char: 'V',
    summary: 'begin with empty anonymous volumes',
    description: 'give containers that are made anew empty anonymous volumes',
  }),
  ...graceFlag,
  wait: Flags.boolean({
    summary: 'wait until all run, and are healthy',
    description: 'wait until all containers run, and are healthy where they have a healthcheck',
  }),
  'wait-timeout': Flags.integer({
    min: 0,
    helpValue: 'SECONDS',
    summary: 'how long one may take to become healthy',
    description: 'how long a container may take to become healthy, or to end, where that is waited for',
  }),
  'keep-failed': Flags.integer({
    default: 1,
    min: 0,
    helpValue: 'NUMBER',
    summary: 'failed new containers kept for a look',
    description: 'how many new containers that were no good are kept for a look, of a service on a ship',
  }),
};

interface MakeFlags {
  build: boolean;
  'no-build': boolean;
  'force-recreate': boolean;
  'no-recreate': boolean;
  'remove-orphans': boolean;
  'always-recreate-deps'?: boolean;
  'no-deps'?: boolean;
  'renew-anon-volumes'?: boolean;
  timeout?: number | undefined;
  wait?: boolean;
  'wait-timeout'?: number | undefined;
  'keep-failed'?: number;
}

/** The project as the flags want it. */
export function wantedProject(
  project: Project,
  flags: { scale?: string[] | undefined; pull?: string | undefined },
): Project {
  return withPull(withScale(project, flags.scale ?? []), flags.pull);
}

/** What the flags say of a plan. */
export function makeOptions(flags: MakeFlags): Omit<StartOptions, 'deploy' | 'who' | 'when' | 'run' | 'services'> {
  const never = flags['no-recreate'] ? 'never' : undefined;
  const seldom = flags['no-build'] ? 'never' : 'missing';
  return {
    builds: flags.build ? 'always' : seldom,
    removeOrphans: flags['remove-orphans'],
    recreate: flags['force-recreate'] ? 'force' : never,
    recreateDependencies: flags['always-recreate-deps'] ? 'force' : never,
    alone: flags['no-deps'] ?? false,
    renewVolumes: flags['renew-anon-volumes'] ?? false,
    grace: flags.timeout,
    wait: flags.wait ?? false,
    waitLimit: flags['wait-timeout'],
    ...(flags['keep-failed'] === undefined ? {} : { keepFailed: flags['keep-failed'] }),
  };
}
