import { defineConfig } from 'vitest/config';

const common = { disableConsoleIntercept: true, testTimeout: 60_000, hookTimeout: 300_000 };
const onRealShips = ['test/real/**/*.test.ts', 'test/harbor/**/*.test.ts'];

/** `unit` needs nothing but Node and sh; `real` raises ships, which its files share one after another. */
export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'unit', include: ['test/**/*.test.ts'], exclude: onRealShips } },
      {
        test: {
          ...common,
          name: 'real',
          include: onRealShips,
          globalSetup: ['test/harbor/setup.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
});
