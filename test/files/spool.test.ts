import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { spool } from '../../src/lib/files/index.ts';
import { whole } from './tree.ts';

async function* bytes() {
  yield Buffer.from('one ');
  yield Buffer.from([0xff, 0x0a]);
}

test('what came once is read several times, also at once, from a file that has no name', async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('compowarm-spool-'));
  const kept = await spool(bytes());
  expect(left()).toEqual([]);
  const all = await Promise.all([whole(kept.read()), whole(kept.read())]);
  expect(all).toEqual([Buffer.from('6f6e6520ff0a', 'hex'), Buffer.from('6f6e6520ff0a', 'hex')]);
  await kept.close();
});
