export { type Cargo, readContents } from './contents.ts';
