import { DaemonError } from './refusal.ts';
import type { PaperContainer, PaperEngine, PaperPort } from './types.ts';

const FIRST_EPHEMERAL = 49_153;

function overlaps(one: PaperPort, other: PaperPort): boolean {
  if (one.published !== other.published || one.protocol !== other.protocol) return false;
  return one.ip === other.ip || [one.ip, other.ip].some((ip) => ip === '' || ip === '0.0.0.0' || ip === '::');
}

function publishedPorts(engine: PaperEngine): PaperPort[] {
  return engine.containers.flatMap((container) => container.published);
}

function isFree(engine: PaperEngine, port: PaperPort): boolean {
  const taken = engine.taken.has(`${port.published}/${port.protocol}`);
  return !taken && !publishedPorts(engine).some((other) => overlaps(port, other));
}

/** The port itself, or where docker has a choice the first that is free. */
function deal(engine: PaperEngine, { until, ...port }: PaperPort): PaperPort {
  if (port.published !== 0 && until === undefined) return port;
  let published = port.published || FIRST_EPHEMERAL;
  while (published !== until && !isFree(engine, { ...port, published })) published++;
  return { ...port, published };
}

/** Publishes a container's ports. Throws docker's words for a port that is in use, and then publishes none. */
function publish(engine: PaperEngine, container: PaperContainer): void {
  const failed = `driver failed programming external connectivity on endpoint ${container.name} (${container.id})`;
  for (const binding of container.bindings) {
    const port = deal(engine, binding);
    const at = `${port.ip || '0.0.0.0'}:${port.published}`;
    if (publishedPorts(engine).some((other) => overlaps(port, other))) {
      container.published = [];
      throw new DaemonError(`${failed}: Bind for ${at} failed: port is already allocated`);
    }
    if (!isFree(engine, port)) {
      container.published = [];
      const cause = `listen ${port.protocol}4 ${at}: bind: address already in use`;
      throw new DaemonError(`${failed}: Error starting userland proxy: ${cause}`);
    }
    container.published.push(port);
  }
}

/** Gives a container an address on each of its networks. Throws docker's words for a network that is not there. */
export function attach(engine: PaperEngine, container: PaperContainer): void {
  for (const attachment of container.networks) {
    const index = engine.networks.findIndex(({ name, id }) => [name, id].includes(attachment.network));
    const network = engine.networks[index];
    if (!network) throw new DaemonError(`network ${attachment.network} not found`);
    if (network.name === 'bridge' && attachment.aliases.length > 0) {
      throw new DaemonError('network-scoped alias is supported only for containers in user defined networks');
    }
    attachment.network = network.name;
    const used = new Set(engine.containers.flatMap(({ networks }) => networks.map(({ ip }) => ip)));
    let host = 2;
    while (used.has(`172.${17 + index}.0.${host}`)) host++;
    if (!attachment.ip) attachment.ip = `172.${17 + index}.0.${host}`;
  }
}

/** Starts a container; one that runs is left alone. Throws docker's words when it cannot. */
export function start(engine: PaperEngine, container: PaperContainer): void {
  if (container.status === 'running' || container.status === 'restarting') return;
  try {
    attach(engine, container);
    publish(engine, container);
  } catch (error) {
    release(container);
    container.exitCode = 128;
    container.error = error instanceof Error ? error.message : '';
    throw error;
  }
  container.restartCount = 0;
  begin(engine, container);
}

function begin(engine: PaperEngine, container: PaperContainer): void {
  const { exits, after, logs } = container.behaviour;
  container.status = 'running';
  container.error = '';
  container.exitCode = 0;
  container.startedAt = engine.now();
  container.inspections = 0;
  container.logs.push(...(logs ?? []));
  if (exits !== undefined && after === undefined) finish(engine, container, exits);
}

function release(container: PaperContainer): void {
  container.published = [];
  for (const attachment of container.networks) attachment.ip = '';
}

function restartsAfter({ restart, restartCount }: PaperContainer, code: number): boolean {
  if (restart.name === 'always' || restart.name === 'unless-stopped') return true;
  return restart.name === 'on-failure' && code !== 0 && (restart.max === 0 || restartCount < restart.max);
}

/** Ends a container's process as it would end by itself: its restart policy has a say. */
export function finish(engine: PaperEngine, container: PaperContainer, code: number): void {
  halt(engine, container, code);
  if (!engine.containers.includes(container) || !restartsAfter(container, code)) return;
  container.status = 'restarting';
  container.restartCount++;
}

/** Ends a container for good: its ports and addresses are free, and with --rm it is gone. */
export function halt(engine: PaperEngine, container: PaperContainer, code: number): void {
  container.status = 'exited';
  container.exitCode = code;
  container.finishedAt = engine.now();
  release(container);
  if (container.flags.rm) remove(engine, container, true);
}

/** Takes a container away, with its anonymous volumes when asked. */
export function remove(engine: PaperEngine, container: PaperContainer, volumes: boolean): void {
  engine.containers = engine.containers.filter((other) => other !== container);
  if (!volumes) return;
  const own = container.mounts.filter(({ anonymous }) => anonymous).map(({ name }) => name);
  const used = engine.containers.flatMap(({ mounts }) => mounts.map(({ name }) => name));
  engine.volumes = engine.volumes.filter(({ name }) => !own.includes(name) || used.includes(name));
}

/** One inspection goes by: what the image's behaviour counts, counts. */
export function age(engine: PaperEngine, container: PaperContainer): void {
  const { exits, after } = container.behaviour;
  if (container.status === 'restarting') container.restartCount++;
  if (container.status !== 'running') return;
  container.inspections++;
  if (exits !== undefined && container.inspections > (after ?? 0)) finish(engine, container, exits);
}

/** What the container's healthcheck says now; undefined without one. */
export function health({ healthcheck, behaviour, inspections, status }: PaperContainer): string | undefined {
  if (!healthcheck || healthcheck.Test[0] === 'NONE' || status === 'created') return undefined;
  if (inspections <= (behaviour.healthyAfter ?? 1)) return 'starting';
  return behaviour.unhealthy ? 'unhealthy' : 'healthy';
}
