/**
 * What a look asks docker, section by section; the functions in parse/ read the answers.
 * Each word may stand in double quotes inside single quotes: none holds a quote, `\`, `$`, `!` or a newline.
 * Fields are named one by one because `docker ps` measures every container's disk for a plain `{{json .}}`.
 */
export const LOOKS = {
  /** One line; the shell that asks takes the engine's ID from its front. */
  info: [
    'info',
    '--format',
    '{{.ID}} [{{json .ID}},{{json .ServerVersion}},{{json .Architecture}},{{json .OSType}},{{.MemTotal}},{{.NCPU}},{{json .Name}},{{json .Labels}},{{json .Swarm.NodeID}},{{.Swarm.ControlAvailable}},{{json .Swarm.RemoteManagers}}]',
  ],
  /** IDs of the containers follow. */
  containers: ['container', 'inspect', '--format', '{{json .}}'],
  neighbours: [
    'ps',
    '-a',
    '--no-trunc',
    '--format',
    '[{{json .ID}},{{json .Names}},{{json .State}},{{json .Ports}},{{json .Labels}}]',
  ],
  /** One line for each pair of tag and digest. */
  images: [
    'image',
    'ls',
    '--no-trunc',
    '--digests',
    '--format',
    '[{{json .ID}},{{json .Repository}},{{json .Tag}},{{json .Digest}}]',
  ],
  networks: ['network', 'ls', '--format', '[{{json .Name}},{{json .Driver}},{{json .Labels}}]'],
  /** The shell that asks takes docker's root from its end. */
  machine: ['info', '--format', '{{.ContainersRunning}} {{.Containers}} {{.DockerRootDir}}'],
  volumes: ['volume', 'ls', '--format', '[{{json .Name}},{{json .Driver}},{{json .Labels}},{{json .Mountpoint}}]'],
  /** Containers that Compose counts as some project's. */
  members: [
    'ps',
    '-a',
    '--filter',
    'label=com.docker.compose.project',
    '--filter',
    'label=com.docker.compose.config-hash',
    '--format',
    '[{{json .State}},{{json .Labels}}]',
  ],
  /** IDs of images follow. */
  used: ['image', 'inspect', '--format', '{{json .}}'],
  /** The ID of a container follows. */
  processes: ['top'],
} as const satisfies Record<string, readonly string[]>;
