import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Contents, Project } from '../compose/index.ts';
import { ROOT, type SpecFile } from '../docker/index.ts';
import { packContext, weighContext } from './context.ts';
import { readMounts } from './mounts.ts';
import { pack } from './pack.ts';
import { TAR_END, tarHeader, tarPadding } from './tar.ts';
import { type Folder, readTexts, type Text } from './texts.ts';

/** Content of this machine, read once. */
export interface Cargo {
  /** All that a plan may know of it. */
  contents: Contents;
  /**
   * What a ship is sent for a file of a container: a tar, by gzip; read again. One that is copied into a container has no
   * end, so that several in a row are one tar. Throws a Problem where it is not what it was.
   */
  open(file: SpecFile): AsyncIterable<Buffer>;
  /**
   * Bytes of what the image of a service is built from. It is counted only when it is asked for, since most deploys build
   * nothing. Throws a Problem where it can't be read.
   */
  weigh(service: string): Promise<number>;
}

/**
 * Reads what the containers of some services are given of this machine.
 * @throws Problem for what is not there, may not be read, or stands outside the project's folder
 */
export async function readContents(project: Project, services: ReadonlySet<string>): Promise<Cargo> {
  const some = Object.entries(project.services).filter(([name]) => services.has(name));
  const meant = { ...project, services: Object.fromEntries(some) };
  const [configs, secrets, mounts] = await Promise.all([
    readTexts(meant, 'configs'),
    readTexts(meant, 'secrets'),
    readMounts(meant),
  ]);
  const given = [...configs.values(), ...secrets.values()];
  const texts = new Map(given.flatMap((one) => (isFolder(one) ? [] : [[one.digest, one]])));
  const trees = new Map([
    ...given.flatMap((one) => (isFolder(one) ? [[one.digest, one.entries] as const] : [])),
    ...[...mounts.values()].map((one) => [one.keep ? one.source : one.digest, one.entries] as const),
  ]);
  return {
    contents: {
      configs: known(configs),
      secrets: known(secrets),
      mounts: Object.fromEntries([...mounts].map(([key, { entries: _, ...mount }]) => [key, mount])),
    },
    weigh: (service) => weighContext(...contextOf(project, service)),
    open: (file) => {
      if (file.by === 'build') return zip(packContext(...contextOf(project, file.id)));
      const text = file.access && texts.get(file.digest);
      return zip(text ? packText(text, file) : pack(trees.get(file.by === 'keep' ? file.id : file.digest) ?? []));
    },
  };
}

function contextOf(project: Project, service: string) {
  const { build = {} } = project.services[service] ?? {};
  return [build, project.where(['services', service, 'build'])] as const;
}

function isFolder(one: Text | Folder): one is Folder {
  return 'entries' in one;
}

function known(given: ReadonlyMap<string, Text | Folder>): Contents['configs'] {
  return Object.fromEntries(
    [...given].map(([key, one]) => {
      const { digest } = one;
      return [key, isFolder(one) ? { digest, bytes: one.bytes, folder: true } : { digest, bytes: one.bytes.length }];
    }),
  );
}

async function* packText({ bytes, mtime }: Text, { by, target, access }: SpecFile): AsyncGenerator<Buffer> {
  const name = Buffer.from(by === 'copy' ? target.slice(1) : ROOT);
  const { mode = 0o444, uid = 0, gid = 0 } = access ?? {};
  yield tarHeader({ name, type: 'file', mode, uid, gid, size: bytes.length, mtime });
  yield bytes;
  yield tarPadding(bytes.length);
  if (by !== 'copy') yield TAR_END;
}

function zip(tar: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  // what goes wrong in reading is thrown to whoever reads the end
  return pipeline(Readable.from(tar), createGzip(), () => {});
}
