import { sections } from '../schema/index.ts';
import { child, plain } from './node.ts';
import { contextFor, type Scene } from './service.ts';
import type { Config, Model, Network, Project, Secret, Service, Volume } from './types.ts';

type Section = keyof typeof sections;
export type Resources = Required<Pick<Project, 'networks' | 'volumes' | 'configs' | 'secrets' | 'models'>>;

/** The keys that are declared under a section. */
export function declared({ root }: Pick<Scene, 'root'>, section: Section): string[] {
  const node = child(root, section);
  return node?.kind === 'map' ? [...node.entries.keys()] : [];
}

/** What services use of the file's sections, in the file's order; what nobody uses is left out, as in Compose. */
export function readResources(scene: Scene, project: string, services: Record<string, Service>): Resources {
  const used = usedBy(Object.values(services));
  const read = <T extends object>(section: Section) =>
    Object.entries(readSection<T>(scene, section)).filter(([key]) => used[section].has(key));
  const named = <T extends { name: string }>(section: Section): Record<string, T> =>
    Object.fromEntries(
      read<T>(section).map(([key, said]) => [key, { ...said, name: nameOf(project, key, said) } as T]),
    );
  const volumes = named<Volume>('volumes');
  return {
    networks: withDefault(named<Network>('networks'), project, used.networks),
    volumes:
      scene.shape === 'v1'
        ? {
            ...Object.fromEntries([...used.volumes].map((key) => [key, { name: nameOf(project, key, {}) }])),
            ...volumes,
          }
        : volumes,
    configs: named<Config>('configs'),
    secrets: named<Secret>('secrets'),
    models: Object.fromEntries(read<Model>('models')),
  };
}

function readSection<T>(scene: Scene, section: Section): Record<string, Partial<T>> {
  const node = child(scene.root, section);
  const context = contextFor(scene, scene.root, [], section);
  const said = node?.kind === 'map' ? sections[section].normalise(plain(node), context) : undefined;
  return (said ?? {}) as Record<string, Partial<T>>;
}

/** Docker's name for a thing that has none in the file. */
function nameOf(project: string, key: string, { name, external }: { name?: string; external?: boolean }): string {
  return name ?? (external ? key : `${project}_${key}`);
}

/** The network `default` comes by itself; the plan of addresses is there even where nothing is said of it. */
function withDefault(
  networks: Record<string, Network>,
  project: string,
  used: ReadonlySet<string>,
): Record<string, Network> {
  const byItself = used.has('default') && !Object.hasOwn(networks, 'default');
  const all = byItself ? { ...networks, default: { name: nameOf(project, 'default', {}) } } : networks;
  return Object.fromEntries(
    Object.entries(all).map(([key, network]) => [key, { ...network, ipam: network.ipam ?? {} }]),
  );
}

/** Keys of sections that services name. */
function usedBy(services: readonly Service[]): Record<Section, Set<string>> {
  const mounts = services.flatMap(({ volumes }) => volumes);
  const secrets = services.flatMap(({ secrets = [], build }) => [...secrets, ...(build?.secrets ?? [])]);
  return {
    networks: new Set(services.flatMap(({ networks }) => Object.keys(networks))),
    volumes: new Set(mounts.flatMap(({ type, source }) => (type === 'volume' && source !== undefined ? [source] : []))),
    configs: new Set(services.flatMap(({ configs = [] }) => configs.map(({ source }) => source))),
    secrets: new Set(secrets.map(({ source }) => source)),
    models: new Set(services.flatMap(({ models = {} }) => Object.keys(models))),
  };
}
