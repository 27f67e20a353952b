import { attributeStrayErrors, runActivation } from '@lithops/core/worker';

/** What a worker process is asked to run: one activation, then it ends. */
export interface Task {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly deadlineEpochMs: number;
}

// #region worker
// An error that user code throws in a timer fails its call, and not the process with all the calls that it has.
attributeStrayErrors((warning) => console.warn(warning));

process.once('message', async ({ body, deadlineEpochMs }: Task) => {
  process.send?.(await runActivation(body, { deadlineEpochMs }));
});
// The server has the reply, or is gone.
process.once('disconnect', () => process.exit());
// #endregion worker
