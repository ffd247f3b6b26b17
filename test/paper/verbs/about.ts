import { Refusal } from '../refusal.ts';
import { render, TemplateError } from '../template.ts';
import type { Given, PaperEngine, Reply } from '../types.ts';
import { last, parseFlags } from './flags.ts';

const API: [major: number, version: string][] = [
  [29, '1.52'],
  [28, '1.51'],
  [27, '1.47'],
  [26, '1.45'],
  [25, '1.44'],
  [24, '1.43'],
  [23, '1.42'],
];

const ARCH: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64' };

function apiOf(version: string): string {
  return API.find(([major]) => Number.parseInt(version, 10) >= major)?.[1] ?? '1.41';
}

function client(engine: PaperEngine, api: string) {
  return {
    Platform: { Name: '' },
    Version: engine.version,
    ApiVersion: api,
    DefaultAPIVersion: apiOf(engine.version),
    GitCommit: '297e128',
    GoVersion: 'go1.19.8',
    Os: 'linux',
    Arch: ARCH[engine.arch] ?? engine.arch,
    BuildTime: 'Thu May 18 14:15:17 2023',
    Context: 'default',
    Experimental: true,
  };
}

function server(engine: PaperEngine) {
  const details = {
    ApiVersion: apiOf(engine.version),
    Arch: ARCH[engine.arch] ?? engine.arch,
    BuildTime: '2023-05-18T14:15:17.000000000+00:00',
    Experimental: 'false',
    GitCommit: '5d6db84',
    GoVersion: 'go1.19.8',
    KernelVersion: '6.1.0',
    MinAPIVersion: '1.12',
    Os: engine.os,
  };
  const { Experimental: _, ...rest } = details;
  return {
    Platform: { Name: '' },
    Components: [{ Name: 'Engine', Version: engine.version, Details: details }],
    Version: engine.version,
    ...rest,
  };
}

function count(engine: PaperEngine, ...statuses: string[]): number {
  return engine.containers.filter(({ status }) => statuses.includes(status)).length;
}

const CLIENT_INFO = { Debug: false, Context: 'default', Plugins: [], Warnings: null };

function info(engine: PaperEngine) {
  return {
    ID: engine.id,
    Containers: engine.containers.length,
    ContainersRunning: count(engine, 'running', 'restarting'),
    ContainersPaused: count(engine, 'paused'),
    ContainersStopped: count(engine, 'created', 'exited'),
    Images: engine.images.length,
    Driver: 'overlay2',
    DriverStatus: [['Backing Filesystem', 'extfs']],
    Plugins: { Volume: ['local'], Network: ['bridge', 'host', 'overlay'], Authorization: null, Log: ['json-file'] },
    MemoryLimit: true,
    SwapLimit: true,
    SystemTime: new Date(engine.now()).toISOString(),
    LoggingDriver: 'json-file',
    CgroupDriver: 'systemd',
    CgroupVersion: '2',
    KernelVersion: '6.1.0',
    OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
    OSVersion: '12',
    OSType: engine.os,
    Architecture: engine.arch,
    NCPU: engine.cpus,
    MemTotal: engine.memory,
    DockerRootDir: '/var/lib/docker',
    Name: engine.name,
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: engine.version,
    DefaultRuntime: 'runc',
    Swarm: {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: false,
    Warnings: null,
    ClientInfo: CLIENT_INFO,
  };
}

function rendered(verb: string, argv: string[], value: object): string {
  const { flags } = parseFlags({ verb, flags: 'format,f' }, argv);
  const format = last(flags, 'format');
  if (!format) throw new Refusal(`paper draws no tables: docker ${verb} needs --format`, 70);
  return `${render(format, value)}\n`;
}

/** The verbs about the engine itself. */
export const ABOUT = {
  info: (engine: PaperEngine, { argv }: Given): Reply => ({
    code: 0,
    out: rendered('info', argv, info(engine)),
    err: '',
  }),
  version: (engine: PaperEngine, { argv }: Given): Reply => {
    const value = { Client: client(engine, apiOf(engine.version)), Server: server(engine) };
    return { code: 0, out: rendered('version', argv, value), err: '' };
  },
};

const BLANK = { ID: '', ServerVersion: '', Architecture: '', OSType: '', NCPU: 0, MemTotal: 0, Name: '' };

/** What docker says when no daemon lets it in. `info` prints all the same: up to docker 20.10 it is content with that,
 * and a template that asks for the engine's ID fails; later ones print blanks, the reason, and 1. */
export function withoutDaemon(engine: PaperEngine, { argv }: Given, why: string): Reply {
  const [verb, ...rest] = argv;
  const old = Number.parseInt(engine.version, 10) < 23;
  const refused: Reply = { code: 1, out: '', err: `${why}\n` };
  if (verb === 'version') {
    return { ...refused, out: rendered('version', rest, { Client: client(engine, '1.24'), Server: null }) };
  }
  if (verb !== 'info') return refused;
  if (!old) return { ...refused, out: rendered('info', rest, { ...info(engine), ...BLANK }) };
  try {
    return { code: 0, out: rendered('info', rest, { ServerErrors: [why], ClientInfo: CLIENT_INFO }), err: '' };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const cause = 'reflect: indirection through nil pointer to embedded struct field Info';
    return { code: 1, out: '', err: `${error.message.replace(/map has no entry.*/, cause)}\n` };
  }
}
