import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig(
  library(
    {
      index: 'src/index.ts',
      spec: 'src/spec-entry.ts',
      worker: 'src/worker/index.ts',
      testing: 'src/testing/index.ts',
      config: 'src/config-entry.ts',
      bundle: 'src/bundle-entry.ts',
      jobs: 'src/jobs-entry.ts',
    },
    {
      'localhost-agent': 'src/localhost/agent-main.ts',
      'localhost-worker': 'src/localhost/worker-start.ts',
      'localhost-worker-main': 'src/localhost/worker-main.ts',
      'localhost-watch': 'src/localhost/watch-main.ts',
      'monotonic-ms': 'src/util/monotonic-ms.ts',
      'import-module': 'src/util/import-module.ts',
      'worker-fds': 'src/localhost/worker-fds.ts',
      'early-worker': 'src/executor/early-worker.ts',
      'configured-objects': 'src/executor/configured-objects.ts',
      'open-executor': 'src/executor/open-executor.ts',
      errors: 'src/errors/index.ts',
      version: 'src/version.ts',
      'cloud-object': 'src/storage/cloud-object.ts',
      objects: 'src/objects/index.ts',
      'object-source': 'src/objects/object-source.ts',
      'worker-bundle': 'src/bundle/worker-bundle.ts',
      'worker-with-packages': 'src/packages/worker-with-packages.ts',
      'transport-error': 'src/spec/transport-error.ts',
    },
  ),
);
