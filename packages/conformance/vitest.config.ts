import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Most of the time goes by in waiting for what must not come: that can be done beside each other, on few cores as well.
    maxWorkers: 4,
    maxConcurrency: 12,
    // What was built, as programs and workers use it: one copy of it, loaded by Node.js itself.
    server: { deps: { external: [/\/packages\/[\w-]+\/dist\//] } },
  },
});
