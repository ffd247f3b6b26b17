import { defineConfig } from 'vitest/config';

// no file changes what another one sees, and to load everything anew for each takes longer than most tests do
const common = { isolate: false, disableConsoleIntercept: true, testTimeout: 60_000, hookTimeout: 300_000 };
const onRealShips = ['test/real/**/*.test.ts', 'test/conformance/create.test.ts'];
const onOwnShips = ['test/harbor/**/*.test.ts'];
const real = { ...common, globalSetup: ['test/harbor/setup.ts'], fileParallelism: false };

/**
 * `unit` needs nothing but Node and sh; `real` raises ships, which its files share one after another, and `real-28` runs
 * the same files on ships with Docker 28.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: { ...common, name: 'unit', include: ['test/**/*.test.ts'], exclude: [...onRealShips, ...onOwnShips] },
      },
      { test: { ...real, name: 'real', include: [...onRealShips, ...onOwnShips], provide: { engine: 'own' } } },
      { test: { ...real, name: 'real-28', include: onRealShips, provide: { engine: '28' } } },
    ],
  },
});
