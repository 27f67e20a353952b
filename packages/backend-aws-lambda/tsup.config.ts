import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig(
  library(
    { index: 'src/index.ts', worker: 'src/worker.ts' },
    {
      'lambda-backend': 'src/lambda-backend.ts',
      images: 'src/image/index.ts',
      'nested-backend': 'src/nested/nested-backend.ts',
      'fan-out': 'src/nested/fan-out.ts',
      'account-runtimes': 'src/runtimes/account-runtimes.ts',
    },
  ),
);
