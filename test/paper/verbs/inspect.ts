import { findContainer, findImage, findNetwork, findVolume } from '../find.ts';
import { iso } from '../format.ts';
import { age } from '../life.ts';
import { saidByDaemon } from '../refusal.ts';
import { render, TemplateError } from '../template.ts';
import type { Given, PaperEngine, Reply } from '../types.ts';
import { exposedPorts } from './attach.ts';
import { describeContainer } from './container.ts';
import { last, parseFlags } from './flags.ts';

type Look = (engine: PaperEngine, asked: string) => object | undefined;

const container: Look = (engine, asked) => {
  const found = findContainer(engine, asked);
  if (found) age(engine, found);
  return found && describeContainer(engine, found);
};

const image: Look = (engine, asked) => {
  const found = findImage(engine, asked);
  if (!found) return undefined;
  const { behaviour } = found;
  return {
    Id: found.id,
    RepoTags: found.tags,
    RepoDigests: found.digests,
    Parent: '',
    Comment: '',
    Created: iso(found.created),
    Config: {
      User: behaviour.user ?? '',
      ...(behaviour.expose
        ? { ExposedPorts: Object.fromEntries(exposedPorts({}, found).map((port) => [port, {}])) }
        : {}),
      Env: behaviour.env ?? [],
      Cmd: behaviour.cmd ?? null,
      Volumes: behaviour.volumes ? Object.fromEntries(behaviour.volumes.map((path) => [path, {}])) : null,
      WorkingDir: behaviour.workdir ?? '',
      Entrypoint: behaviour.entrypoint ?? null,
      Labels: behaviour.labels ?? null,
    },
    Architecture: 'amd64',
    Os: engine.os,
    Size: found.size,
    VirtualSize: found.size,
  };
};

const network: Look = (engine, asked) => {
  const found = findNetwork(engine, asked);
  if (!found) return undefined;
  const joined = engine.containers.flatMap(({ id, name, status, networks }) => {
    const attachment = networks.find((each) => each.network === found.name);
    if (status !== 'running' || !attachment) return [];
    const endpoint = {
      Name: name,
      EndpointID: '',
      MacAddress: '',
      IPv4Address: `${attachment.ip}/16`,
      IPv6Address: '',
    };
    return [[id, endpoint] as const];
  });
  return {
    Name: found.name,
    Id: found.id,
    Created: iso(found.created),
    Scope: found.driver === 'overlay' ? 'swarm' : 'local',
    Driver: found.driver,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Options: null, Config: [] },
    Internal: found.internal,
    Attachable: found.attachable,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: Object.fromEntries(joined),
    Options: found.options,
    Labels: found.labels,
  };
};

const volume: Look = (engine, asked) => {
  const found = findVolume(engine, asked);
  if (!found) return undefined;
  return {
    CreatedAt: iso(found.created),
    Driver: found.driver,
    Labels: Object.keys(found.labels).length > 0 ? found.labels : null,
    Mountpoint: `/var/lib/docker/volumes/${found.name}/_data`,
    Name: found.name,
    Options: null,
    Scope: 'local',
  };
};

const LOOKS: Record<string, Look> = { container, image, network, volume };

/** `docker inspect` and its kin: what was found on standard output, then what was not, and 1 for that. */
function inspecting(type?: string) {
  return (engine: PaperEngine, { argv }: Given): Reply => {
    const { flags, rest } = parseFlags({ verb: 'inspect', flags: 'format,f type size,s! verbose,v!' }, argv);
    const only = type ?? last(flags, 'type');
    const looks = only ? [LOOKS[only] ?? (() => undefined)] : Object.values(LOOKS);
    const template = last(flags, 'format');
    const found: string[] = [];
    const errors: string[] = [];
    for (const asked of rest) {
      try {
        const object = looks.reduce<object | undefined>((seen, look) => seen ?? look(engine, asked), undefined);
        if (!object) errors.push(`Error: No such ${only ?? 'object'}: ${asked}`);
        else found.push(template ? render(template, object) : JSON.stringify(object, null, 4));
      } catch (error) {
        errors.push(error instanceof TemplateError ? `template parsing error: ${error.message}` : saidByDaemon(error));
      }
    }
    const list = found.length > 0 ? `[\n${found.join(',\n').replace(/^/gm, '    ')}\n]` : '[]';
    return {
      code: errors.length > 0 ? 1 : 0,
      out: template ? `${found.join('\n')}\n` : `${list}\n`,
      err: errors.length > 0 ? `${errors.join('\n')}\n` : '',
    };
  };
}

/** The verbs that show one thing whole. */
export const INSPECTS = {
  inspect: inspecting(),
  'container inspect': inspecting('container'),
  'image inspect': inspecting('image'),
  'network inspect': inspecting('network'),
  'volume inspect': inspecting('volume'),
};
