import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

// dist/ holds few files, since each costs time whenever a verb starts.
const root = resolve(import.meta.dirname, '..');
const commands = join(root, 'src/commands');
const verbs = readdirSync(commands).filter((name) => name.endsWith('.ts'));

rmSync(join(root, 'dist'), { recursive: true, force: true });
await build({
  entryPoints: [...verbs, 'shared/run.ts', 'shared/describe.ts'].map((name) => join(commands, name)),
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

// What the verbs say of themselves, for completion, which is too hasty to load them all.
const { vocabulary } = await import('../dist/commands/shared/describe.js');
writeFileSync(join(root, 'dist/words.json'), JSON.stringify(await vocabulary()));
