import { performance } from 'node:perf_hooks';
import { FunctionExecutor } from '@lithops/core';
import { executorOptions } from '../common-options.js';
import type { ConfiguredCheck } from './check.js';
import { backendCheck } from './check-backend.js';

/** Can a worker start and run a call? */
export const workerCheck: ConfiguredCheck = {
  name: 'worker',
  needs: backendCheck.name,
  limitMs: 120_000,
  async run({ options, configuration }, signal) {
    const beginMs = performance.now();
    const quiet = { ...executorOptions(options), progress: false, logLevel: false } as const;
    const executor = new FunctionExecutor({ ...quiet, signal });
    try {
      const node = await executor.callAsync(() => process.version);
      const tookMs = Math.round(performance.now() - beginMs);
      const { name } = configuration.compute.plugin;
      return [{ level: 'ok', message: `one on ${name} ran a call with Node.js ${node} in ${tookMs} ms` }];
    } finally {
      await executor.close();
    }
  },
};
