import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

/** What stands where: a text, a text with its mode, a link to somewhere, or a folder (null). */
export type Tree = Record<string, string | [text: string, mode: number] | { to: string } | null>;

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A new folder of this machine, gone after the test. */
export function folder(tree: Tree = {}): string {
  const root = mkdtempSync(path.join(tmpdir(), 'files-'));
  folders.push(root);
  plant(root, tree);
  return root;
}

/** Writes things into a folder; all of them are of the same second. */
export function plant(root: string, tree: Tree): void {
  for (const [name, what] of Object.entries(tree)) {
    const place = path.join(root, name);
    mkdirSync(path.dirname(place), { recursive: true });
    if (what === null) mkdirSync(place, { recursive: true });
    else if (typeof what === 'string') writeFileSync(place, what, { mode: 0o644 });
    else if (Array.isArray(what)) {
      writeFileSync(place, what[0]);
      chmodSync(place, what[1]);
    } else symlinkSync(what.to, place);
    if (what === null || typeof what === 'string' || Array.isArray(what))
      utimesSync(place, 1_700_000_000, 1_700_000_000);
  }
}

export async function whole(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What a tar makes of an empty folder: `content/a 0644 text`, a line a thing, sorted. `words` unpack from standard input. */
export function unpacked(tar: Buffer, words = ['tar', '-xpf', '-']): string[] {
  const root = folder();
  const [command = '', ...rest] = words;
  const { status, stderr } = spawnSync(command, rest, { cwd: root, input: tar });
  if (status !== 0) throw new Error(stderr.toString());
  return standing(root);
}

/** All that is in a folder, in the same form. */
export function standing(root: string): string[] {
  return listed(root, Buffer.alloc(0)).sort();
}

function listed(root: string, below: Buffer): string[] {
  const place = Buffer.concat([Buffer.from(`${root}/`), below]);
  return readdirSync(place, { encoding: 'buffer' }).flatMap((name) => {
    const own = below.length > 0 ? Buffer.concat([below, Buffer.from('/'), name]) : name;
    const file = Buffer.concat([Buffer.from(`${root}/`), own]);
    const found = lstatSync(file);
    const shown = JSON.stringify(own.toString('latin1')).slice(1, -1);
    const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
    if (found.isSymbolicLink()) return [`${shown} -> ${readlinkSync(file)}`];
    if (found.isDirectory()) return [`${shown}/ ${mode}`, ...listed(root, own)];
    return [`${shown} ${mode} ${readFileSync(file, 'utf8')}`];
  });
}
