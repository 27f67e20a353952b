import { FunctionExecutor } from './function-executor.js';
import type { ExecutorOptions } from './options.js';

/** Runs on this machine; a backend of another mode is an error. */
export class LocalhostExecutor extends FunctionExecutor {
  constructor(options: Omit<ExecutorOptions, 'mode'> = {}) {
    super({ ...options, mode: 'localhost' });
  }
}

/** Runs on a serverless backend; a backend of another mode is an error. */
export class ServerlessExecutor extends FunctionExecutor {
  constructor(options: Omit<ExecutorOptions, 'mode'> = {}) {
    super({ ...options, mode: 'serverless' });
  }
}

/** Runs on virtual machines; a backend of another mode is an error. */
export class StandaloneExecutor extends FunctionExecutor {
  constructor(options: Omit<ExecutorOptions, 'mode'> = {}) {
    super({ ...options, mode: 'standalone' });
  }
}
