import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What was built, as programs and workers use it: one copy of it, loaded by Node.js itself.
    server: { deps: { external: [/\/packages\/[\w-]+\/dist\//] } },
  },
});
