import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A server of Redis for all files.
    globalSetup: ['@lithops/testing-services/vitest-redis'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
