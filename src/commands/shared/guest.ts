import { randomBytes } from 'node:crypto';
import { loadPairs, type Project } from '../../lib/compose/index.ts';
import type { Guest, Plan, Step } from '../../lib/plan/index.ts';
import { Problem } from '../../lib/problem.ts';
import { hasTerminal } from './attended.ts';
import { commandFlags } from './command-verb.ts';
import { Flags } from './oclif.ts';

const list = { multiple: true, multipleNonGreedy: true } as const;

/** What a container of `run` may be besides what its service is, as Compose has the flags. */
export const guestFlags = {
  ...commandFlags,
  'cap-add': Flags.string({ ...list, helpValue: 'NAME', description: 'a right more' }),
  'cap-drop': Flags.string({ ...list, helpValue: 'NAME', description: 'a right less' }),
  detach: Flags.boolean({ char: 'd', description: 'leave the container running, and print its name' }),
  'env-from-file': Flags.string({ ...list, helpValue: 'FILE', description: 'variables from a file' }),
  entrypoint: Flags.string({
    helpValue: 'WORDS',
    summary: 'what runs instead of the image’s own',
    description: 'what runs, instead of what the image or the file says',
  }),
  label: Flags.string({ ...list, char: 'l', helpValue: 'NAME=VALUE', description: 'a label more' }),
  name: Flags.string({ helpValue: 'NAME', description: 'the name of the container' }),
  publish: Flags.string({ ...list, char: 'p', helpValue: 'PORTS', description: 'publish ports, as docker run -p' }),
  pull: Flags.option({
    options: ['always', 'missing', 'never', 'policy'] as const,
    summary: 'when its image is pulled',
    description: 'when its image is pulled, instead of what pull_policy says',
  })(),
  rm: Flags.boolean({
    summary: 'remove the container when it has ended',
    description: 'docker removes the container when it has ended, whatever becomes of this program',
  }),
  'service-ports': Flags.boolean({ char: 'P', description: 'publish the ports of the service' }),
  'use-aliases': Flags.boolean({ description: 'be found by the names of the service' }),
  volume: Flags.string({
    ...{ ...list, char: 'v', helpValue: 'SOURCE:TARGET' },
    summary: 'mount it, as docker run -v',
    description: 'mount a volume, or a folder of the ship, as docker run -v',
  }),
};

interface GuestFlags {
  'cap-add'?: string[] | undefined;
  'cap-drop'?: string[] | undefined;
  detach: boolean;
  'dry-run': boolean;
  'env-from-file'?: string[] | undefined;
  entrypoint?: string | undefined;
  label?: string[] | undefined;
  name?: string | undefined;
  'no-tty': boolean;
  publish?: string[] | undefined;
  pull?: string | undefined;
  rm: boolean;
  'service-ports': boolean;
  ship?: string[] | undefined;
  'use-aliases': boolean;
  user?: string | undefined;
  volume?: string[] | undefined;
  workdir?: string | undefined;
}

/** What the person typed. */
interface Typed {
  service: string;
  command: string[];
  /** Those of `--env`. */
  variables: Record<string, string>;
}

/**
 * The container as it was asked for.
 * @throws Problem for an env file that can't be read, or a mount of this machine
 */
export async function guestFrom(project: Project, typed: Typed, flags: GuestFlags): Promise<Guest> {
  const files = await loadPairs(flags['env-from-file'] ?? [], { cwd: process.cwd(), env: process.env });
  return {
    service: typed.service,
    ships: flags.ship,
    slug: randomBytes(32).toString('hex'),
    name: flags.name,
    remove: flags.rm,
    attached: !flags.detach && !flags['dry-run'],
    servicePorts: flags['service-ports'],
    aliases: flags['use-aliases'],
    says: {
      command: typed.command,
      entrypoint: flags.entrypoint,
      environment: { ...files, ...typed.variables },
      labels: Object.fromEntries((flags.label ?? []).map(labelOf)),
      user: flags.user,
      workingDir: flags.workdir,
      capAdd: flags['cap-add'] ?? [],
      capDrop: flags['cap-drop'] ?? [],
      pull: flags.pull === 'policy' ? undefined : flags.pull,
      tty: hasTerminal() && !flags['no-tty'],
      flags: [
        ...(flags.publish ?? []).flatMap((ports) => ['-p', ports]),
        ...(flags.volume ?? []).flatMap((mount) => ['-v', onShip(mount, project)]),
      ],
    },
  };
}

/** The step of a plan that makes it. */
export function guestStep({ steps }: Plan): Extract<Step, { kind: 'create' }> | undefined {
  return steps.find(
    (step): step is Extract<Step, { kind: 'create' }> => step.kind === 'create' && 'oneoff' in step.spec,
  );
}

function labelOf(word: string): [name: string, value: string] {
  const [name = '', ...value] = word.split('=');
  return [name, value.join('=')];
}

/** A mount as docker on the ship has it: a volume of the file by docker's name, and nothing of this machine. */
function onShip(mount: string, { volumes }: Project): string {
  const [source = '', ...rest] = mount.split(':');
  if (rest.length > 0 && /^[.~]/.test(source)) {
    throw new Problem({
      what: `-v ${mount} is a folder of this machine, which run does not bring to ships`,
      remedy: 'name a volume or an absolute path of the ship, or mount it in the file',
    });
  }
  return [rest.length > 0 ? (volumes[source]?.name ?? source) : source, ...rest].join(':');
}
