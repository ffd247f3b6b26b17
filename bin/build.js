import { readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

// dist/ holds few files, since each costs time whenever a verb starts.
const root = resolve(import.meta.dirname, '..');
const commands = join(root, 'src/commands');
const verbs = readdirSync(commands).filter((name) => name.endsWith('.ts'));

rmSync(join(root, 'dist'), { recursive: true, force: true });
await build({
  entryPoints: [...verbs, 'shared/run.ts'].map((name) => join(commands, name)),
  outbase: join(root, 'src'),
  outdir: join(root, 'dist'),
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
});
