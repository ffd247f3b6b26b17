import { attachments } from './attachments.ts';
import { dependencies } from './dependencies.ts';
import { exposed } from './expose.ts';
import { extraHosts } from './hosts.ts';
import { links } from './links.ts';
import { ports } from './ports.ts';
import { type Rows, row } from './row.ts';
import { names, text, textOr, texts } from './simple.ts';

const servers = textOr(names('a list of addresses'));

/** How services reach each other and the world. */
export const networkRows = {
  ports: row('Ports of the container that the ship publishes: [IP:][HOST:]CONTAINER[/PROTOCOL], or a map.', ports, {
    absent: () => [],
  }),
  expose: row('Ports that the container listens at, for services on its networks; nothing is published.', exposed, {
    absent: () => [],
  }),
  links: row(
    'Services whose addresses the containers are given: SERVICE or SERVICE:ALIAS, then ALIAS_ip, ALIAS_port and so on.',
    links,
    { absent: () => [] },
  ),
  external_links: row(
    'Containers of the same ship that are no part of the project: CONTAINER or CONTAINER:ALIAS.',
    texts('a list of containers'),
  ),
  depends_on: row(
    'Services that are started, healthy or done (service_completed_successfully) before this one starts.',
    dependencies,
    { absent: () => ({}), hashed: false, composeHashed: false },
  ),
  networks: row(
    'Networks that the containers are on, with their aliases and addresses there; without this the network default.',
    attachments,
    { absent: () => ({ default: null }) },
  ),
  network_mode: row(
    'Instead of networks: none, host, service:NAME, container:NAME, or a network of docker’s own.',
    text,
  ),
  mac_address: row('The hardware address of the container on its first network.', text),
  dns: row('Name servers of the container.', servers),
  dns_opt: row('Options of the container’s name resolver.', names('a list of options')),
  dns_search: row('Domains that the container looks names up in.', textOr(names('a list of domains'))),
  extra_hosts: row('More names for /etc/hosts: NAME=ADDRESS or NAME:ADDRESS, or a map.', extraHosts),
} satisfies Partial<Rows>;
