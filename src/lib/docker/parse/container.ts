import { heldLimits } from '../limits.ts';
import type { Container, ContainerState, Mounted, PublishedPort } from '../observed.ts';
import { readJson } from './json.ts';

/** What is read of `docker container inspect`; what docker 20.10 to 28 leave out or write as null is optional. */
interface Inspected {
  Id: string;
  Name: string;
  Created: string;
  Image: string;
  Path: string;
  Args: string[] | null;
  State: {
    Status: ContainerState;
    ExitCode: number;
    StartedAt: string;
    FinishedAt: string;
    Health?: { Status: string } | null;
  };
  Config: { Image: string; Labels: Record<string, string> | null };
  HostConfig: {
    RestartPolicy: { Name: string; MaximumRetryCount: number };
    NetworkMode: string;
    IpcMode: string;
    PidMode: string;
  };
  Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[] | null;
  NetworkSettings: {
    Ports: Record<string, { HostIp: string; HostPort: string }[] | null> | null;
    Networks: Record<string, unknown> | null;
  };
}

/**
 * A line of `LOOKS.containers`. Its ports are those that it holds now: none while it is stopped, and a port on all
 * addresses once for IPv4 and once for IPv6.
 * @throws {Problem} when it is no JSON.
 */
export function parseContainer(line: string): Container {
  const { State: state, Config: config, ...rest } = readJson(line) as Inspected;
  const labels = config.Labels ?? {};
  const health = state.Health?.Status;
  const ports = Object.entries(rest.NetworkSettings.Ports ?? {});
  const exposed = ports.filter(([, bindings]) => (bindings ?? []).length === 0).map(([port]) => privatePort(port));
  return {
    id: rest.Id,
    name: rest.Name.replace(/^\//, ''),
    image: config.Image,
    imageId: rest.Image,
    service: labels['com.docker.compose.service'] ?? '',
    number: Number(labels['com.docker.compose.container-number'] ?? 0),
    oneoff: labels['com.docker.compose.oneoff'] === 'True',
    hash: labels['com.docker.compose.config-hash'] ?? '',
    labels,
    state: state.Status,
    ...(isHealth(health) ? { health } : {}),
    exitCode: state.ExitCode,
    restart: restartPolicy(rest.HostConfig.RestartPolicy),
    limits: heldLimits({ ...rest.HostConfig, RestartPolicy: undefined }),
    command: [rest.Path, ...(rest.Args ?? [])].join(' '),
    createdAt: rest.Created,
    startedAt: state.StartedAt,
    finishedAt: state.FinishedAt,
    ports: ports.flatMap(publishedPorts),
    ...(exposed.length > 0 ? { exposed } : {}),
    mounts: (rest.Mounts ?? []).map(mounted),
    networks: Object.keys(rest.NetworkSettings.Networks ?? {}),
    shares: shared(rest.HostConfig),
  };
}

/** Docker puts the ID in the place of the name that it was given. */
function shared({ NetworkMode, IpcMode, PidMode }: Inspected['HostConfig']): string[] {
  const modes = [NetworkMode, IpcMode, PidMode].flatMap((mode) => /^container:(.+)$/.exec(mode ?? '')?.[1] ?? []);
  return [...new Set(modes)];
}

function isHealth(text: string | undefined): text is NonNullable<Container['health']> {
  return text === 'starting' || text === 'healthy' || text === 'unhealthy';
}

function restartPolicy({ Name: name, MaximumRetryCount: retries }: Inspected['HostConfig']['RestartPolicy']): string {
  if (name === 'on-failure' && retries > 0) return `on-failure:${retries}`;
  return name || 'no';
}

function publishedPorts([port, bindings]: [string, { HostIp: string; HostPort: string }[] | null]): PublishedPort[] {
  return (bindings ?? []).map(({ HostIp: ip, HostPort: published }) => ({
    ip,
    published: Number(published),
    ...privatePort(port),
  }));
}

/** `80/tcp` */
function privatePort(port: string): Pick<PublishedPort, 'target' | 'protocol'> {
  const [target, protocol = ''] = port.split('/');
  return { target: Number(target), protocol };
}

function mounted(mount: NonNullable<Inspected['Mounts']>[number]): Mounted {
  return {
    type: mount.Type,
    ...(mount.Name ? { name: mount.Name } : {}),
    source: mount.Source,
    target: mount.Destination,
    writable: mount.RW,
  };
}
