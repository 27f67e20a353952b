import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Worker processes start slowly on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // Tests wait for workers more than they compute.
    maxWorkers: '100%',
    // Fails tests that leave something behind.
    setupFiles: ['test/support/nothing-left.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Tests of the public API use what was built, as programs and workers do: one copy of it, loaded by Node.js itself.
    server: { deps: { external: [/\/packages\/\w+\/dist\//] } },
    typecheck: {
      enabled: true,
      include: ['test/types/**/*.test-d.ts'],
      tsconfig: 'test/types/tsconfig.json',
    },
  },
});
