import type { ExecutorOptions } from '@lithops/core';
import type { ComputePlugin } from '@lithops/core/spec';

export interface ComputeBackendSuiteOptions {
  /**
   * The plug-in, with all that it needs to run calls. Called for each program of the suite, so that what one closed is not
   * used by the next; all of them are of the same account and may find what the others have deployed.
   */
  create(): ComputePlugin | Promise<ComputePlugin>;
  /** Called once, when all tests have ended. */
  teardown?(): Promise<void>;
  /** A store that this program and the workers reach. @default this machine's files */
  readonly storage?: ExecutorOptions['storage'];
  /**
   * How long one thing that must come is waited for before it counts as never coming, milliseconds. A test waits for a few of
   * them: give the runner five times as much. @default 60_000
   */
  readonly patienceMs?: number | undefined;
  /** Hears which tests are left out, and why. @default console.info */
  readonly onLeftOut?: ((line: string) => void) | undefined;
}
