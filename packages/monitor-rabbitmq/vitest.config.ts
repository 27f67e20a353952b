import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // One broker and one Ceph cluster for all files.
    globalSetup: ['@lithops/testing-services/vitest-rabbitmq', '@lithops/testing-services/vitest-ceph'],
    setupFiles: ['test/support/resolve-first.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What was built, as programs and workers use it: one copy of it, loaded by Node.js itself.
    server: { deps: { external: [/\/packages\/[\w-]+\/dist\//] } },
  },
});
