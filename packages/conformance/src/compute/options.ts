import type { ExecutorOptions } from '@lithops/core';
import type { ComputePlugin } from '@lithops/core/spec';
import type { SuiteOptions } from '../options.js';

/** What a suite of a compute backend is told. */
export interface ComputeBackendSuiteOptions extends SuiteOptions<ComputePlugin> {
  /**
   * The plug-in, with all that it needs to run calls. Called for each program of the suite, so that what one closed is not
   * used by the next; all of them are of the same account and may find what the others have deployed.
   */
  create(): ComputePlugin | Promise<ComputePlugin>;
  /** A store that this program and the workers reach. @default this machine's files */
  readonly storage?: ExecutorOptions['storage'];
}
