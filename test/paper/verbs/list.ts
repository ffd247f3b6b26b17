import { bytes, age as humanAge, portsOf, when } from '../format.ts';
import { health } from '../life.ts';
import { isId, repository, shortId } from '../names.ts';
import { Refusal } from '../refusal.ts';
import { goJson, render } from '../template.ts';
import type { Given, PaperContainer, PaperEngine, PaperImage, Reply } from '../types.ts';
import { type Flags, type Grammar, last, parseFlags } from './flags.ts';

type Row = Record<string, string>;

/** One kind of list: its columns per item, what `-q` prints, and how it is filtered. */
interface List<T> {
  grammar: Grammar;
  items(engine: PaperEngine, flags: Flags): T[];
  rows(item: T, engine: PaperEngine, flags: Flags): Row[];
  labels(item: T): Record<string, string>;
  quiet: string;
  filters: Record<string, (item: T, value: string, engine: PaperEngine) => boolean>;
}

/** Docker writes a map of labels in any order; on paper it is the alphabet's. */
function joined(labels: Record<string, string>): string {
  return Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function hasLabel(labels: Record<string, string>, wanted: string): boolean {
  const [key = '', value] = wanted.split(/=(.*)/s);
  return Object.hasOwn(labels, key) && (value === undefined || labels[key] === value);
}

function status(container: PaperContainer, now: number): string {
  const since = (at: number | undefined) => humanAge(now - (at ?? now));
  const checked = health(container);
  const suffix = checked ? ` (${checked === 'starting' ? 'health: starting' : checked})` : '';
  return {
    created: 'Created',
    running: `Up ${since(container.startedAt)}${suffix}`,
    paused: `Up ${since(container.startedAt)} (Paused)`,
    restarting: `Restarting (${container.exitCode}) ${since(container.finishedAt)} ago`,
    exited: `Exited (${container.exitCode}) ${since(container.finishedAt)} ago`,
  }[container.status];
}

function sizeOf({ imageId }: PaperContainer, { images }: PaperEngine): string {
  const image = images.find(({ id }) => id === imageId);
  return image ? `0B (virtual ${bytes(image.size, 3)})` : '0B';
}

const PS: List<PaperContainer> = {
  grammar: { verb: 'ps', flags: 'all,a! quiet,q! no-trunc! filter,f format size,s! last,n latest,l!' },
  items: (engine, flags) => {
    const alive = engine.containers.filter(({ status }) => status !== 'created' && status !== 'exited');
    const narrowed = flags.filter?.some((filter) => filter.startsWith('status='));
    return [...(flags.all || narrowed ? engine.containers : alive)].reverse();
  },
  rows: (container, engine, flags) => {
    const command = [...container.entrypoint, ...container.cmd].join(' ');
    const cut = (text: string, length: number) =>
      flags['no-trunc'] || text.length <= length ? text : `${text.slice(0, length - 1)}…`;
    return [
      {
        Command: `"${cut(command, 20).replaceAll('"', '\\"')}"`,
        CreatedAt: when(container.created),
        ID: flags['no-trunc'] ? container.id : shortId(container.id),
        Image: container.image,
        Labels: joined(container.labels),
        LocalVolumes: String(container.mounts.filter(({ type }) => type === 'volume').length),
        Mounts: container.mounts.map(({ name, source }) => cut(name ?? source, 15)).join(','),
        Names: container.name,
        Networks: container.networks.map(({ network }) => network).join(','),
        Ports: portsOf(container),
        RunningFor: `${humanAge(engine.now() - container.created)} ago`,
        Size: sizeOf(container, engine),
        State: container.status,
        Status: status(container, engine.now()),
      },
    ];
  },
  labels: ({ labels }) => labels,
  quiet: 'ID',
  filters: {
    id: ({ id }, value) => isId(id, value),
    name: ({ name }, value) => new RegExp(value).test(`/${name}`) || new RegExp(value).test(name),
    status: (container, value) => container.status === value,
    network: ({ networks }, value) => networks.some(({ network }) => network === value),
    volume: ({ mounts }, value) => mounts.some(({ name, target }) => name === value || target === value),
    health: (container, value) => (health(container) ?? 'none') === value,
    ancestor: ({ image, imageId }, value) => image === value || isId(imageId, value),
  },
};

function imageRows(image: PaperImage, engine: PaperEngine, flags: Flags): Row[] {
  const row = (Repository: string, Tag: string, Digest: string): Row => ({
    Containers: 'N/A',
    CreatedAt: when(image.created),
    CreatedSince: `${humanAge(engine.now() - image.created)} ago`,
    Digest,
    ID: flags['no-trunc'] ? image.id : shortId(image.id),
    Repository,
    SharedSize: 'N/A',
    Size: bytes(image.size, 3),
    Tag,
    UniqueSize: 'N/A',
    VirtualSize: bytes(image.size, 4),
  });
  const digestsOf = (repo: string) =>
    flags.digests ? image.digests.filter((name) => repository(name) === repo).map((name) => name.split('@')[1]) : [];
  const tagged = image.tags.flatMap((tag) => {
    const digests = digestsOf(repository(tag));
    const name = tag.slice(tag.lastIndexOf(':') + 1);
    return (digests.length > 0 ? digests : ['<none>']).map((digest = '') => row(repository(tag), name, digest));
  });
  const rest = image.digests.filter((name) => !image.tags.some((tag) => repository(tag) === repository(name)));
  const untagged = rest.map((name) => row(repository(name), '<none>', flags.digests ? (name.split('@')[1] ?? '') : ''));
  const rows = [...tagged, ...untagged];
  return rows.length > 0 ? rows : [row('<none>', '<none>', '<none>')];
}

const IMAGES: List<PaperImage> = {
  grammar: { verb: 'image ls', flags: 'all,a! quiet,q! no-trunc! digests! filter,f format' },
  items: ({ images }) => images,
  rows: imageRows,
  labels: ({ behaviour }) => behaviour.labels ?? {},
  quiet: 'ID',
  filters: {
    dangling: ({ tags, digests }, value) => (tags.length + digests.length === 0) === (value === 'true'),
    reference: ({ tags }, value) => tags.some((tag) => tag === value || repository(tag) === value),
  },
};

const NETWORKS: List<PaperEngine['networks'][number]> = {
  grammar: { verb: 'network ls', flags: 'quiet,q! no-trunc! filter,f format' },
  items: ({ networks }) => [...networks].sort((a, b) => (a.name < b.name ? -1 : 1)),
  rows: (network, _engine, flags) => [
    {
      CreatedAt: when(network.created),
      Driver: network.driver,
      ID: flags['no-trunc'] ? network.id : shortId(network.id),
      IPv6: 'false',
      Internal: String(network.internal),
      Labels: joined(network.labels),
      Name: network.name,
      Scope: network.driver === 'overlay' ? 'swarm' : 'local',
    },
  ],
  labels: ({ labels }) => labels,
  quiet: 'ID',
  filters: {
    name: ({ name }, value) => name.includes(value),
    driver: ({ driver }, value) => driver === value,
    id: ({ id }, value) => isId(id, value),
    type: ({ name }, value) => ['bridge', 'host', 'none'].includes(name) === (value === 'builtin'),
  },
};

const VOLUMES: List<PaperEngine['volumes'][number]> = {
  grammar: { verb: 'volume ls', flags: 'quiet,q! filter,f format' },
  items: ({ volumes }) => [...volumes].sort((a, b) => (a.name < b.name ? -1 : 1)),
  rows: (volume) => [
    {
      Driver: volume.driver,
      Labels: joined(volume.labels),
      Links: 'N/A',
      Mountpoint: `/var/lib/docker/volumes/${volume.name}/_data`,
      Name: volume.name,
      Scope: 'local',
      Size: 'N/A',
    },
  ],
  labels: ({ labels }) => labels,
  quiet: 'Name',
  filters: {
    name: ({ name }, value) => name.includes(value),
    driver: ({ driver }, value) => driver === value,
    dangling: ({ name }, value, { containers }) =>
      !containers.some(({ mounts }) => mounts.some((mount) => mount.name === name)) === (value === 'true'),
  },
};

/** Docker joins filters of one key by "or", of different keys and of labels by "and". */
function passes<T>(list: List<T>, item: T, filters: string[], engine: PaperEngine): boolean {
  const byKey = new Map<string, string[]>();
  for (const filter of filters) {
    const [key = '', value = ''] = filter.split(/=(.*)/s);
    byKey.set(key, [...(byKey.get(key) ?? []), value]);
  }
  return [...byKey].every(([key, values]) => {
    if (key === 'label') return values.every((value) => hasLabel(list.labels(item), value));
    const filter = list.filters[key];
    if (!filter) throw new Refusal(`Error response from daemon: Invalid filter '${key}'`);
    return values.some((value) => filter(item, value, engine));
  });
}

function listed<T>(list: List<T>): (engine: PaperEngine, given: Given) => Reply {
  return (engine, { argv }) => {
    const { flags, rest } = parseFlags(list.grammar, argv);
    const filters = [...(flags.filter ?? []), ...rest.map((name) => `reference=${name}`)];
    const format = last(flags, 'format');
    if (!flags.quiet && !format)
      throw new Refusal(`paper draws no tables: docker ${list.grammar.verb} needs --format`, 70);
    const template = flags.quiet && !format ? `{{.${list.quiet}}}` : (format ?? '');
    const lines = list
      .items(engine, flags)
      .filter((item) => passes(list, item, filters, engine))
      .flatMap((item) => list.rows(item, engine, flags).map((row) => line(template, row, list.labels(item))));
    return { code: 0, out: lines.map((text) => `${text}\n`).join(''), err: '' };
  };
}

function line(template: string, row: Row, labels: Record<string, string>): string {
  if (/^\{\{\s*json\s+\.\s*\}\}$/.test(template)) return goJson(row, true);
  const methods = { ...row, Label: (name: unknown) => labels[String(name)] ?? '' };
  return render(template.replaceAll('\\t', '\t').replaceAll('\\n', '\n'), methods);
}

/** The lists: `docker ps`, and `docker image|network|volume ls`. */
export const LISTS = {
  ps: listed(PS),
  'image ls': listed(IMAGES),
  'network ls': listed(NETWORKS),
  'volume ls': listed(VOLUMES),
};
