import { fields } from './form.ts';
import { type Rows, row } from './row.ts';
import { flag, mapping, names, oneOf, text, texts, textsOrNumbers } from './simple.ts';
import type { CredentialSpec } from './types.ts';

/** What a container may do, and what it shares with its ship or with another container. */
export const securityRows = {
  privileged: row('Whether the container may do all that its ship may.', flag),
  read_only: row('Whether the container’s own files are read-only.', flag),
  cap_add: row('Capabilities of Linux that the container gets.', names('a list of capabilities')),
  cap_drop: row('Capabilities of Linux that the container loses.', names('a list of capabilities')),
  security_opt: row('Options for AppArmor, SELinux, seccomp and the like.', texts('a list of options')),
  group_add: row('More groups of the container’s user.', textsOrNumbers('a list of groups')),
  userns_mode: row('The user namespace: host, where the engine has others.', text),
  cgroup: row('The cgroup namespace: host or private.', oneOf('host', 'private')),
  cgroup_parent: row('The cgroup above the container’s.', text),
  ipc: row('The IPC namespace: shareable, private, host, none, service:NAME or container:NAME.', text),
  pid: row('The process namespace: host, service:NAME or container:NAME.', text),
  uts: row('The UTS namespace: host.', text),
  sysctls: row('Kernel parameters of the container, as a map or a list of NAME=VALUE.', mapping),
  runtime: row('The runtime that the engine uses for the container.', text),
  credential_spec: row(
    'The managed account of a Windows container.',
    fields<CredentialSpec>({ config: text, file: text, registry: text }, 'a map with file, registry or config'),
  ),
  isolation: row('The isolation of a Windows container.', text),
  use_api_socket: row('Whether the container may call the engine it runs on.', flag),
} satisfies Partial<Rows>;
