import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes that come once and are read several times. */
export interface Spool {
  read(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/** Keeps bytes in a file of this machine that no longer has a name, so that nothing is left however the program ends. */
export async function spool(bytes: AsyncIterable<Buffer>): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), 'compowarm-spool-'));
  const file = await open(join(folder, 'spool'), 'wx+', 0o600);
  await rm(folder, { recursive: true });
  for await (const chunk of bytes) await file.writeFile(chunk);
  return {
    read: () => createReadStream('', { fd: file.fd, start: 0, autoClose: false }),
    close: () => file.close(),
  };
}
