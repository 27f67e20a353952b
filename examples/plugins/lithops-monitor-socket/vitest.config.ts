import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The suite waits up to a minute for each thing that must come.
  test: { testTimeout: 120_000, hookTimeout: 60_000 },
});
