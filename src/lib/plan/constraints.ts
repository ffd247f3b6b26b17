import type { Path, Project } from '../compose/index.ts';
import { Problem } from '../problem.ts';
import type { Site } from './place-model.ts';

/** `node.labels.disk == ssd`, of a ship. */
export interface Constraint {
  attribute: Attribute;
  equals: boolean;
  value: string;
  /** For people: `node.labels.disk == ssd`. */
  text: string;
}

/** What of a ship a constraint or a preference is about. */
export interface Attribute {
  /** `node.labels.disk`. */
  name: string;
  /** All that a ship is called by it; nothing where it has none; undefined where that can't be known. */
  of(site: Site): string[] | undefined;
}

const ARCHITECTURES: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm', i686: '386' };

const ATTRIBUTES: Record<string, Attribute['of']> = {
  'node.id': ({ engine }) => engine && [engine.id, ...(engine.swarm ? [engine.swarm.node] : [])],
  'node.hostname': ({ engine, name, host }) => engine && [engine.hostname, name, host],
  'node.role': ({ engine }) => engine && (engine.swarm ? [engine.swarm.role] : []),
  'node.platform.os': ({ engine }) => engine && [engine.os],
  'node.platform.arch': ({ engine }) => engine && [engine.arch, ARCHITECTURES[engine.arch] ?? engine.arch],
};

const LABELS: Record<string, (label: string) => Attribute['of']> = {
  'node.labels.': (label) => (site) => listed(site.labels[label]),
  'engine.labels.': (label) => (site) => site.engine && listed(site.engine.labels[label]),
};

function listed(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}

/** Undefined for one that means nothing. */
export function attributeOf(name: string): Attribute | undefined {
  const prefix = Object.keys(LABELS).find((one) => name.startsWith(one) && name.length > one.length);
  const of = prefix === undefined ? ATTRIBUTES[name] : LABELS[prefix]?.(name.slice(prefix.length));
  return of && { name, of };
}

/**
 * What `deploy.placement.constraints` of a service asks of a ship.
 * @throws Problem for one that can't be read, or is about something that ships do not have
 */
export function constraintsOf(project: Project, service: string): Constraint[] {
  const said = project.services[service]?.deploy?.placement?.constraints ?? [];
  return said.map((text, index) => {
    const path = ['services', service, 'deploy', 'placement', 'constraints', index];
    const [, name = '', operator, value = ''] = /^\s*(\S+?)\s*(==|!=)\s*(.+?)\s*$/.exec(text) ?? [];
    if (operator === undefined) {
      throw new Problem({
        what: `service ${service}: "${text}" is not a constraint`,
        where: project.where(path),
        remedy: 'write NAME == VALUE or NAME != VALUE, as in node.labels.disk == ssd',
      });
    }
    const attribute = known(project, service, path, name);
    return { attribute, equals: operator === '==', value, text: `${name} ${operator} ${value}` };
  });
}

/**
 * What the replicas of a service are spread over, the first before the others.
 * @throws Problem for what ships do not have
 */
export function spreadsOf(project: Project, service: string): Attribute[] {
  const said = project.services[service]?.deploy?.placement?.preferences ?? [];
  return said.flatMap(({ spread }, index) => {
    const path = ['services', service, 'deploy', 'placement', 'preferences', index, 'spread'];
    return spread === undefined ? [] : [known(project, service, path, spread.trim())];
  });
}

function known(project: Project, service: string, path: Path, name: string): Attribute {
  const attribute = attributeOf(name);
  if (attribute) return attribute;
  throw new Problem({
    what: `service ${service}: ships have no "${name}"`,
    where: project.where(path),
    why: `they have ${[...Object.keys(LABELS).map((prefix) => `${prefix}NAME`), ...Object.keys(ATTRIBUTES)].join(', ')}`,
    remedy: 'give the ships labels in the file, and ask for node.labels.NAME',
  });
}

/** What a ship has that a constraint does not want, for people: `s1 has ssd`; undefined where it meets it, or may. */
export function misses({ attribute, equals, value }: Constraint, site: Site): string | undefined {
  const has = attribute.of(site);
  if (has === undefined || has.some((one) => one.toLowerCase() === value.toLowerCase()) === equals) return undefined;
  if (attribute.name === 'node.role' && has.length === 0) return `${site.name} is in no Swarm`;
  return `${site.name} has ${has[0] ?? 'none'}`;
}
