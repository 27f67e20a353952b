import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // One Ceph cluster for all files.
    globalSetup: ['@lithops/testing-services/vitest-ceph'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What was built, as programs use it: one copy of it, loaded by Node.js itself.
    server: { deps: { external: [/\/packages\/[\w-]+\/dist\//] } },
  },
});
