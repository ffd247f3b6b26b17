import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { type LocalMount, type Path, type Project, pathKey, type Service } from '../compose/index.ts';
import { isMounted, type SpecFile } from '../docker/index.ts';
import { Problem } from '../problem.ts';

/** Sections of the file whose contents are given to containers, and where they come when nothing is said. */
const FOLDERS = { configs: '/', secrets: '/run/secrets' } as const;

type Section = keyof typeof FOLDERS;
type Reference = NonNullable<Service[Section]>[number];

const MODE = 0o444;

/**
 * What a container of the service is given of this machine; nothing where nothing was read.
 * @throws Problem for an owner that is no number
 */
export function filesOf(project: Project, service: string): SpecFile[] {
  const mounts = (project.services[service]?.volumes ?? []).flatMap(({ target }, index): SpecFile[] => {
    const mount = localMount(project, service, index);
    return mount ? [mountFile(mount, target)] : [];
  });
  return [...mounts, ...textsOf(project, service, 'configs'), ...textsOf(project, service, 'secrets')];
}

/** What was read of this machine for the mount at this place of the service's volumes. */
export function localMount(project: Project, service: string, index: number): LocalMount | undefined {
  return project.contents?.mounts[pathKey(['services', service, 'volumes', index])];
}

/** Folders of the service that are a ship's own once they are there, as paths of the project's folder. */
export function keptFolders(project: Project, service: string): string[] {
  const places = project.services[service]?.volumes.keys() ?? [];
  return [...places].flatMap((index) => {
    const mount = localMount(project, service, index);
    return mount?.keep ? [mount.source] : [];
  });
}

/** A ship knows it by what is in it, or, where that is the ship's own, by its path. */
function mountFile({ source, digest, bytes, keep }: LocalMount, target: string): SpecFile {
  return { by: keep ? 'keep' : 'mount', name: source, target, digest, bytes, id: keep ? source : digest };
}

function textsOf(project: Project, name: string, section: Section): SpecFile[] {
  const service = project.services[name] as Service;
  return (service[section] ?? []).flatMap((reference, index): SpecFile[] => {
    const content = project.contents?.[section][reference.source];
    if (!content) return [];
    const target = posix.resolve(FOLDERS[section], reference.target ?? reference.source);
    const access = accessOf(project, ['services', name, section, index], reference);
    const { digest, bytes } = content;
    const common = { name: `${section}.${reference.source}`, target, digest, bytes };
    if (content.folder) return [{ by: 'mount', ...common, id: digest }];
    // what is copied into a mount or into a root that is read-only is hidden or refused
    if (service.read_only || isMounted(target, service)) {
      const ours = { mode: access.mode, uid: 0, gid: 0 };
      return [{ by: 'mount', ...common, id: idOf('mount', digest, ours), access: ours }];
    }
    return [{ by: 'copy', ...common, id: idOf(target, digest, access), access }];
  });
}

type Access = NonNullable<SpecFile['access']>;

function accessOf(project: Project, path: Path, { uid = '0', gid = '0', mode }: Reference): Access {
  const number = (key: 'uid' | 'gid', text: string) => {
    if (/^\d+$/.test(text)) return Number(text);
    throw new Problem({
      what: `${key} "${text}" is not a number`,
      where: project.where([...path, key]),
      remedy: `write the ${key} that the user has in the container`,
    });
  };
  return {
    uid: number('uid', uid),
    gid: number('gid', gid),
    mode: mode === undefined ? MODE : Number.parseInt(mode, 8),
  };
}

/** All that makes the tar of one file another. */
function idOf(place: string, digest: string, { mode, uid, gid }: Access): string {
  return createHash('sha256')
    .update(JSON.stringify([place, digest, mode, uid, gid]))
    .digest('hex');
}
