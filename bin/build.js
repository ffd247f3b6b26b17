import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Plugin } from '@oclif/core/config';
import { build } from 'esbuild';

// dist/ holds few files, since each costs time whenever a verb starts; the manifest tells oclif of the verbs, so that it
// need not load them all.
const root = resolve(import.meta.dirname, '..');
const commands = join(root, 'src/commands');
const verbs = readdirSync(commands).filter((name) => name.endsWith('.ts'));

rmSync(join(root, 'dist'), { recursive: true, force: true });
rmSync(join(root, 'oclif.manifest.json'), { force: true });
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

const plugin = new Plugin({ root, ignoreManifest: true, errorOnManifestCreate: true, respectNoCacheDefault: true });
await plugin.load();
writeFileSync(join(root, 'oclif.manifest.json'), JSON.stringify(plugin.manifest, null, 2));
