import { iso, listening } from '../format.ts';
import { health } from '../life.ts';
import { shortId } from '../names.ts';
import type { PaperContainer, PaperEngine, PaperMount, PaperPort } from '../types.ts';
import { last } from './flags.ts';

type Bindings = Record<string, { HostIp: string; HostPort: string }[] | null>;

function byTarget(ports: PaperPort[]): Bindings {
  const bindings: Bindings = {};
  for (const { ip, published, until, target, protocol } of ports) {
    const key = `${target}/${protocol}`;
    const range = until === undefined ? `${published}` : `${published}-${until}`;
    bindings[key] = [...(bindings[key] ?? []), { HostIp: ip, HostPort: published ? range : '' }];
  }
  return sorted(bindings);
}

function state(container: PaperContainer) {
  const { status, behaviour } = container;
  const alive = status === 'running' || status === 'restarting' || status === 'paused';
  const checked = health(container);
  return {
    Status: status,
    Running: alive,
    Paused: status === 'paused',
    Restarting: status === 'restarting',
    OOMKilled: false,
    Dead: false,
    Pid: status === 'running' ? 4242 : 0,
    ExitCode: container.exitCode,
    Error: container.error,
    StartedAt: iso(container.startedAt),
    FinishedAt: iso(container.finishedAt),
    Health: checked && {
      Status: checked,
      FailingStreak: checked === 'unhealthy' ? 3 : 0,
      Log:
        behaviour.checks === undefined ? [] : [{ ExitCode: checked === 'unhealthy' ? 1 : 0, Output: behaviour.checks }],
    },
  };
}

function mount({ type, name, source, target, writable, anonymous }: PaperMount) {
  const common = { Source: source, Destination: target };
  if (type === 'volume') {
    return {
      Type: type,
      Name: name,
      ...common,
      Driver: 'local',
      Mode: anonymous ? '' : 'z',
      RW: writable,
      Propagation: '',
    };
  }
  return { Type: type, ...common, Mode: '', RW: writable, Propagation: type === 'bind' ? 'rprivate' : '' };
}

function longMounts(container: PaperContainer): object {
  const long = container.mounts.filter(({ bind, anonymous }) => bind === undefined && !anonymous);
  if (long.length === 0) return {};
  return {
    Mounts: long.map(({ type, name, source, target, writable }) => ({
      Type: type,
      ...((name ?? source) ? { Source: name ?? source } : {}),
      Target: target,
      ...(writable ? {} : { ReadOnly: true }),
    })),
  };
}

function hostConfig(container: PaperContainer) {
  const { flags } = container;
  const binds = container.mounts.flatMap(({ bind }) => bind ?? []);
  return {
    Binds: binds.length > 0 ? binds : null,
    ContainerIDFile: '',
    LogConfig: { Type: last(flags, 'log-driver') ?? 'json-file', Config: {} },
    NetworkMode: container.networkMode,
    PortBindings: byTarget(container.bindings),
    RestartPolicy: { Name: container.restart.name, MaximumRetryCount: container.restart.max },
    AutoRemove: Boolean(flags.rm),
    VolumeDriver: '',
    VolumesFrom: flags['volumes-from'] ?? null,
    CapAdd: flags['cap-add'] ?? null,
    CapDrop: flags['cap-drop'] ?? null,
    Dns: flags.dns ?? [],
    DnsOptions: flags['dns-option'] ?? [],
    DnsSearch: flags['dns-search'] ?? [],
    ExtraHosts: flags['add-host'] ?? null,
    GroupAdd: flags['group-add'] ?? null,
    IpcMode: last(flags, 'ipc') ?? 'private',
    PidMode: last(flags, 'pid') ?? '',
    Privileged: Boolean(flags.privileged),
    ...limits(flags),
    PublishAllPorts: Boolean(flags['publish-all']),
    ReadonlyRootfs: Boolean(flags['read-only']),
    SecurityOpt: flags['security-opt'] ?? null,
    Runtime: last(flags, 'runtime') ?? 'runc',
    ...longMounts(container),
  };
}

/** As an engine holds them: as much swap as memory unless it is said. */
function limits(flags: PaperContainer['flags']) {
  const memory = Number(last(flags, 'memory') ?? 0);
  return {
    Memory: memory,
    MemorySwap: Number(last(flags, 'memory-swap') ?? 2 * memory),
    MemoryReservation: Number(last(flags, 'memory-reservation') ?? 0),
    NanoCpus: Math.round(Number(last(flags, 'cpus') ?? 0) * 1e9),
    CpuShares: Number(last(flags, 'cpu-shares') ?? 0),
    CpuPeriod: Number(last(flags, 'cpu-period') ?? 0),
    CpuQuota: Number(last(flags, 'cpu-quota') ?? 0),
    CpusetCpus: last(flags, 'cpuset-cpus') ?? '',
    PidsLimit: flags['pids-limit'] ? Number(last(flags, 'pids-limit')) : null,
  };
}

function config(container: PaperContainer) {
  const { behaviour, flags } = container;
  const signal = last(flags, 'stop-signal');
  const timeout = last(flags, 'stop-timeout');
  const anonymous = container.mounts.filter((each) => each.anonymous).map(({ target }) => target);
  const volumes = [...new Set([...(behaviour.volumes ?? []), ...anonymous])].sort();
  return {
    Hostname: last(flags, 'hostname') ?? shortId(container.id),
    Domainname: last(flags, 'domainname') ?? '',
    User: last(flags, 'user') ?? behaviour.user ?? '',
    AttachStdin: false,
    AttachStdout: !flags.detach,
    AttachStderr: !flags.detach,
    ...(container.exposed.length > 0
      ? { ExposedPorts: Object.fromEntries(container.exposed.map((port) => [port, {}])) }
      : {}),
    Tty: Boolean(flags.tty),
    OpenStdin: Boolean(flags.interactive),
    StdinOnce: false,
    Env: container.env,
    Cmd: container.cmd.length > 0 ? container.cmd : null,
    ...(container.healthcheck ? { Healthcheck: container.healthcheck } : {}),
    Image: container.image,
    Volumes: volumes.length > 0 ? Object.fromEntries(volumes.map((target) => [target, {}])) : null,
    WorkingDir: last(flags, 'workdir') ?? behaviour.workdir ?? '',
    Entrypoint: container.entrypoint.length > 0 ? container.entrypoint : null,
    OnBuild: null,
    Labels: sorted(container.labels),
    ...(signal ? { StopSignal: signal } : {}),
    ...(timeout ? { StopTimeout: Number(timeout) } : {}),
  };
}

function sorted<T>(map: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function networkSettings(engine: PaperEngine, container: PaperContainer) {
  const running = container.status === 'running' || container.status === 'paused';
  const tried = container.startedAt !== undefined || container.error !== '';
  const bare = Object.fromEntries(container.exposed.map((port) => [port, null]));
  const networks = container.networks.map(({ network, aliases, ip }) => {
    const bridge = network === 'bridge';
    const own = bridge ? null : [...aliases, shortId(container.id)];
    const id = engine.networks.find(({ name }) => name === network)?.id ?? '';
    return [
      network,
      {
        IPAMConfig: null,
        Links: null,
        Aliases: own,
        NetworkID: tried ? id : '',
        EndpointID: running ? container.id : '',
        Gateway: ip.replace(/\d+$/, '1'),
        IPAddress: ip,
        IPPrefixLen: ip ? 16 : 0,
        IPv6Gateway: '',
        GlobalIPv6Address: '',
        GlobalIPv6PrefixLen: 0,
        MacAddress: '',
        DriverOpts: null,
      },
    ] as const;
  });
  const onBridge = container.networks.find(({ network }) => network === 'bridge')?.ip ?? '';
  return {
    Bridge: '',
    SandboxID: tried ? container.id : '',
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    Ports: running ? sorted({ ...bare, ...byTarget(container.published.flatMap(listening)) }) : {},
    SandboxKey: tried ? `/run/docker/netns/${shortId(container.id)}` : '',
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: onBridge ? container.id : '',
    Gateway: onBridge.replace(/\d+$/, '1'),
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: onBridge,
    IPPrefixLen: onBridge ? 16 : 0,
    IPv6Gateway: '',
    MacAddress: '',
    Networks: Object.fromEntries(networks),
  };
}

/** A container as `docker inspect` shows it. */
export function describeContainer(engine: PaperEngine, container: PaperContainer) {
  const [path = '', ...args] = [...container.entrypoint, ...container.cmd];
  return {
    Id: container.id,
    Created: iso(container.created),
    Path: path,
    Args: args,
    State: state(container),
    Image: container.imageId,
    ResolvConfPath: '',
    HostnamePath: '',
    HostsPath: '',
    LogPath: '',
    Name: `/${container.name}`,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: engine.os,
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: null,
    HostConfig: hostConfig(container),
    Mounts: container.mounts.map(mount),
    Config: config(container),
    NetworkSettings: networkSettings(engine, container),
  };
}
