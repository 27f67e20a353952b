import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig(
  library({
    index: 'src/index.ts',
    spec: 'src/spec-entry.ts',
    worker: 'src/worker/index.ts',
    testing: 'src/testing/index.ts',
    config: 'src/config-entry.ts',
    jobs: 'src/jobs-entry.ts',
    'localhost-worker': 'src/localhost/worker-main.ts',
  }),
);
