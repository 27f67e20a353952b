import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig(
  library({
    index: 'src/index.ts',
    spec: 'src/spec-entry.ts',
    worker: 'src/worker/index.ts',
    testing: 'src/testing/index.ts',
    config: 'src/config-entry.ts',
    'localhost-agent': 'src/localhost/agent-main.ts',
    'localhost-worker': 'src/localhost/worker-main.ts',
    'localhost-watch': 'src/localhost/watch-main.ts',
  }),
);
