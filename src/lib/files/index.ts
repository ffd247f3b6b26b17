export { type Cargo, readContents } from './contents.ts';
export { type Berth, baseOf, type Landing, landing } from './landing.ts';
export { readSource, type Source } from './source.ts';
export { type Spool, spool } from './spool.ts';
export { type Unpacked, unpack } from './unpack.ts';
export { type ReadEntry, readTar, type TarItem } from './untar.ts';
