import { type Form, fields } from './form.ts';
import { named } from './named.ts';
import { names, options, text, whole } from './simple.ts';
import type { NetworkAttachment } from './types.ts';

const attachment = fields<NetworkAttachment>(
  {
    aliases: names('a list of names'),
    driver_opts: options,
    gw_priority: whole(),
    interface_name: text,
    ipv4_address: text,
    ipv6_address: text,
    link_local_ips: names('a list of addresses'),
    mac_address: text,
    priority: whole(),
  },
  'a map with aliases, ipv4_address and the like',
);

export const attachments: Form<Record<string, NetworkAttachment | null>> = named(
  attachment,
  'networks',
  'a map with aliases',
);
