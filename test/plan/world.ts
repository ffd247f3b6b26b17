import {
  asideName,
  type Container,
  type DeployRecord,
  imageName,
  isReachable,
  type Mounted,
  type Observation,
  type Observed,
  type Spec,
  type SpecFile,
  storedAt,
  wantedLimits,
} from '../../src/lib/docker/index.ts';
import type { Plan, Step } from '../../src/lib/plan/index.ts';
import { namespaces } from '../../src/lib/plan/sharing.ts';
import { container } from './helpers.ts';

const PROJECT = 'com.docker.compose.project';

/** The fleet as it is when all steps of a plan have been done in turn. What docker would refuse is thrown. */
export function applied(fleet: readonly Observed[], plan: Pick<Plan, 'steps'>): Observed[] {
  return plan.steps.reduce((now, step) => change(now, step.ship, (ship) => apply(ship, step)), [...fleet]);
}

/** The places at which a replacement can be cut off, in order. */
export const CUTS = ['renamed', 'made', 'stopped', 'started'] as const;

/** The fleet as it is when a replacement was cut off there. */
export function cutOff(fleet: readonly Observed[], step: Step, place: (typeof CUTS)[number]): Observed[] {
  if (step.kind !== 'replace') return [...fleet];
  const at = CUTS.indexOf(place);
  if (step.order === 'start-first') return cutWhileBoth(fleet, step, at);
  return change(fleet, step.ship, (ship) => {
    const state = at >= 2 && step.old.state === 'running' ? 'exited' : step.old.state;
    const aside = update(ship, step.old.name, { name: asideName(step.old), state });
    if (at < 1) return aside;
    return { ...aside, containers: [...aside.containers, made(aside, step.spec, step.run && at >= 3, step.keep)] };
  });
}

/** The new one is made, started, the old one renamed, the new one renamed. */
function cutWhileBoth(fleet: readonly Observed[], step: Extract<Step, { kind: 'replace' }>, at: number): Observed[] {
  return change(fleet, step.ship, (ship) => {
    const aside = at < 2 ? ship : update(ship, step.old.name, { name: asideName(step.old) });
    const name = at < 3 ? `${step.spec.name}_next_cut` : step.spec.name;
    return { ...aside, containers: [...aside.containers, made(aside, { ...step.spec, name }, at > 0, step.keep)] };
  });
}

/** What people would see of a fleet: `s1 demo-web-1 running HASH`, in order, and the mounts of each. */
export function containersIn(fleet: readonly Observed[]): string[] {
  return fleet
    .filter(isReachable)
    .flatMap(({ ship, containers }) => containers.map((one) => `${ship} ${one.name} ${one.state} ${one.hash}`))
    .sort();
}

function change(fleet: readonly Observed[], name: string, how: (ship: Observation) => Observation): Observed[] {
  return fleet.map((one) => {
    if (one.ship !== name) return one;
    if (!isReachable(one)) throw new Error(`a step is on ${name}, which does not answer`);
    return how(one);
  });
}

function apply(ship: Observation, step: Step): Observation {
  switch (step.kind) {
    case 'pull':
      return { ...ship, images: [...ship.images, { id: `sha256:${step.image}`, names: [imageName(step.image)] }] };
    case 'tag': {
      const name = imageName(step.image);
      const others = ship.images.map((one) => ({ ...one, names: one.names.filter((other) => other !== name) }));
      const had = others.find(({ id }) => id === step.imageId);
      if (!had && !step.digest) throw new Error(`${ship.ship} has no image ${step.imageId}`);
      const image = { id: step.imageId, names: [...(had?.names ?? []), name] };
      return { ...ship, images: [...others.filter((one) => one !== had), image] };
    }
    case 'network':
      return { ...ship, networks: [...ship.networks, thing(step.network.name)] };
    case 'renew': {
      const { name } = step.network;
      const out = new Set(step.members.map(({ container: member }) => member));
      const stay = new Set(step.members.flatMap((one) => (one.as ? [] : [one.container])));
      const user = ship.containers.find((one) => one.networks.includes(name) && !out.has(one.name));
      if (user) throw new Error(`${user.name} is in ${name}`);
      return {
        ...ship,
        networks: [...ship.networks.filter((one) => one.name !== name), thing(name)],
        containers: ship.containers.map((one) =>
          stay.has(one.name) ? { ...one, networks: one.networks.filter((other) => other !== name) } : one,
        ),
      };
    }
    case 'volume':
      return { ...ship, volumes: [...ship.volumes, thing(step.volume.name)] };
    case 'build':
      return { ...ship, images: [...ship.images, { id: `sha256:${step.image}`, names: [imageName(step.image)] }] };
    case 'bring':
      return brought(ship, step.file);
    case 'tidy': {
      const user = ship.containers.find((one) =>
        one.mounts.some(({ source }) => step.ids.some((id) => source.endsWith(id))),
      );
      if (user) throw new Error(`${user.name} mounts what is tidied away`);
      return { ...ship, contents: ship.contents.filter((id) => !step.ids.includes(id)) };
    }
    case 'create':
      return { ...ship, containers: [...ship.containers, made(ship, step.spec, step.run, [])] };
    case 'replace': {
      const others = without(ship, step.old.name);
      return { ...others, containers: [...others.containers, made(others, step.spec, step.run, step.keep)] };
    }
    case 'refresh':
    case 'revert':
    case 'retire':
      return ship;
    case 'update': {
      return update(ship, step.container, limited(step.spec.config));
    }
    case 'start':
      return update(ship, step.container, { state: 'running', health: 'healthy' });
    case 'restart':
    case 'unpause':
      return update(ship, step.container, { state: 'running' });
    case 'pause':
      return update(ship, step.container, { state: 'paused' });
    case 'stop':
    case 'kill':
      return update(ship, step.container, { state: 'exited' });
    case 'wait':
      if (find(ship, step.container).health !== 'healthy') throw new Error(`${step.container} never becomes healthy`);
      return ship;
    case 'ready':
      if (!['running', 'exited'].includes(find(ship, step.container).state))
        throw new Error(`${step.container} is not up`);
      return ship;
    case 'complete':
      return update(ship, step.container, { state: 'exited', exitCode: 0 });
    case 'remove':
      return removed(ship, step);
    case 'forget': {
      const left = ship.history?.filter(({ generation, deploy }) => !step.deploys.includes(`${generation}-${deploy}`));
      return left ? { ...ship, history: left } : ship;
    }
    case 'record': {
      const { record: _, ...rest } = ship;
      return step.record ? { ...rest, record: step.record } : rest;
    }
  }
}

function removed(ship: Observation, { target, name }: Extract<Step, { kind: 'remove' }>): Observation {
  if (target === 'container') {
    if (find(ship, name).state === 'running') throw new Error(`${name} runs`);
    return without(ship, name);
  }
  if (target === 'data') return { ...ship, kept: ship.kept.filter((id) => id !== name) };
  if (target === 'image')
    return { ...ship, images: ship.images.filter(({ id, names }) => id !== name && !names.includes(imageName(name))) };
  const user = ship.containers.find(
    (one) => one.networks.includes(name) || one.mounts.some((mount) => mount.name === name),
  );
  if (user) throw new Error(`${user.name} uses ${name}`);
  return { ...ship, [`${target}s`]: ship[`${target}s`].filter((one) => one.name !== name) };
}

function brought(ship: Observation, { by, id }: SpecFile): Observation {
  if (by === 'keep') return { ...ship, kept: [...ship.kept, id] };
  return by === 'build' ? ship : { ...ship, contents: [...ship.contents, id] };
}

function thing(name: string) {
  return { name, driver: 'local', labels: { [PROJECT]: 'demo' } };
}

function find(ship: Observation, name: string): Container {
  const found = ship.containers.find((one) => one.name === name);
  if (!found) throw new Error(`${ship.ship} has no container ${name}`);
  return found;
}

function shared(ship: Observation, name: string): string {
  return ship.neighbours.find((one) => one.name === name)?.id ?? find(ship, name).id;
}

function update(ship: Observation, name: string, parts: Partial<Container>): Observation {
  const old = find(ship, name);
  return { ...ship, containers: ship.containers.map((one) => (one === old ? { ...old, ...parts } : one)) };
}

function without(ship: Observation, name: string): Observation {
  const old = find(ship, name);
  return { ...ship, containers: ship.containers.filter((one) => one !== old) };
}

function made(ship: Observation, spec: Spec, run: boolean, keep: { name: string; target: string }[]): Container {
  const { config, service, number, name, hash } = spec;
  const taken = ship.containers.find((one) => one.name === name);
  if (taken) throw new Error(`the name ${name} is taken on ${ship.ship}`);
  const networks = Object.keys(config.networks);
  const lost = networks.find((network) => !ship.networks.some((one) => one.name === network));
  if (lost) throw new Error(`${ship.ship} has no network ${lost}`);
  const image = ship.images.find(({ names }) => names.includes(imageName(config.image)));
  if (!image) throw new Error(`${ship.ship} has no image ${config.image}`);
  const ports = config.ports.flatMap(({ published, target, protocol }) =>
    published === undefined ? [] : [{ ip: '0.0.0.0', published: Number(published), target, protocol }],
  );
  const holder = ship.containers.find(
    (one) =>
      one.state === 'running' && one.ports.some((held) => ports.some((port) => port.published === held.published)),
  );
  if (run && holder) throw new Error(`${holder.name} holds the port of ${name} on ${ship.ship}`);
  const kept = spec.files?.filter(({ by }) => by !== 'copy') ?? [];
  const lacking = spec.files?.find(({ id }) => ![...ship.contents, ...ship.kept].includes(id));
  if (lacking) throw new Error(`${ship.ship} has no ${lacking.name}`);
  const mounts = config.volumes.filter((mount) => ![...keep, ...kept].some(({ target }) => target === mount.target));
  return container({
    id: idOf(ship, `${name}${hash}`),
    name,
    service,
    number,
    hash,
    image: config.image,
    imageId: image.id,
    networks,
    ports,
    mounts: [
      ...mounts.map((mount) => mounted(ship, mount.type, mount.source, mount.target)),
      ...keep.map(carriedOver),
      ...kept.map((file) => ({
        type: 'bind',
        source: storedAt(ship.store, file),
        target: file.target,
        writable: file.by === 'keep',
      })),
    ],
    state: run ? 'running' : 'created',
    ...(config.healthcheck && run ? { health: 'healthy' as const } : {}),
    ...limited(config),
    shares: namespaces(config).map((other) => shared(ship, other)),
  });
}

function limited(config: Spec['config']): Pick<Container, 'restart' | 'limits'> {
  const { restart = 'no', ...limits } = wantedLimits(config);
  return { restart, limits };
}

/** Hexadecimal, as docker's are, and the same for the same container. */
function idOf({ ship }: Observation, text: string): string {
  return Buffer.from(`${[...`${ship} ${text}`].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 2 ** 32, 7)}`)
    .toString('hex')
    .padStart(64, 'c')
    .split('')
    .reverse()
    .join('');
}

function mounted({ ship }: Observation, type: string, source: string | undefined, target: string): Mounted {
  if (type === 'bind') return { type, source: source ?? '', target, writable: true };
  return { type, name: source ?? idOfVolume(ship, target), source: '/var/lib/docker/volumes', target, writable: true };
}

function carriedOver({ name, target }: { name: string; target: string }): Mounted {
  return { type: 'volume', name, source: '/var/lib/docker/volumes', target, writable: true };
}

function idOfVolume(ship: string, target: string): string {
  return Buffer.from(`${ship}${target}`).toString('hex').padEnd(64, '0').slice(0, 64);
}

/** The fleet with other parts in the container of that name; without it where they are null. */
export function tweaked(fleet: readonly Observed[], name: string, parts: Partial<Container> | null): Observed[] {
  const holder = fleet.find((one) => isReachable(one) && one.containers.some((other) => other.name === name));
  if (!holder) throw new Error(`no ship has a container ${name}`);
  return change(fleet, holder.ship, (ship) => (parts === null ? without(ship, name) : update(ship, name, parts)));
}

/** The fleet with other parts in what was seen of a ship. */
export function shipWith(fleet: readonly Observed[], name: string, parts: Partial<Observation>): Observed[] {
  return change(fleet, name, (ship) => ({ ...ship, ...parts }));
}

/** What was seen of a ship that answers. */
export function seen(fleet: readonly Observed[], name: string): Observation {
  const ship = fleet.find((one) => one.ship === name);
  if (!ship || !isReachable(ship)) throw new Error(`${name} does not answer`);
  return ship;
}

/** A ship that holds another record, or none. */
export function withRecord(fleet: readonly Observed[], name: string, record: DeployRecord | undefined): Observed[] {
  const { record: _, ...rest } = seen(fleet, name);
  return change(fleet, name, () => (record ? { ...rest, record } : rest));
}

/** The record that a ship holds. */
export function recordOn(fleet: readonly Observed[], name: string): DeployRecord {
  const { record } = seen(fleet, name);
  if (!record) throw new Error(`${name} has no record`);
  return record;
}
