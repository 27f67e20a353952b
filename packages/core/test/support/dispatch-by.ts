import { ActivationDispatcher } from '../../src/dispatch/activation-dispatcher.js';
import { OutcomeIntake } from '../../src/dispatch/outcome-intake.js';
import type { PayloadBuilder } from '../../src/dispatch/payload-builder.js';
import type { Job } from '../../src/job/job.js';
import type { ActivationBackend } from '../../src/spec/compute-backend.js';
import type { MemoryStorage } from '../../src/testing/memory-storage-backend.js';
import { keptLog } from './kept-log.js';
import { fakeJobBackend } from './whole-job-backend.js';

interface DispatchParts {
  readonly invoke: ActivationBackend['invoke'];
  readonly builder: PayloadBuilder;
  readonly store: MemoryStorage;
  readonly capabilities?: Partial<ActivationBackend['capabilities']> | undefined;
}

/** Sends a job to a backend of which only `invoke` matters, one activation at a time. */
export function dispatchBy(
  { invoke, builder, store, capabilities }: DispatchParts,
  job: Job,
): ActivationDispatcher {
  const { runtime, submitted: _, indexesOfWorkers: __, valueOf: ___, ...base } = fakeJobBackend();
  const backend: ActivationBackend = {
    ...base,
    dispatch: 'activation',
    capabilities: { ...base.capabilities, replies: ['inline'], ...capabilities },
    invoke,
  };
  const dispatcher = new ActivationDispatcher({
    backend,
    builder,
    intake: new OutcomeIntake({
      openStorage: async () => store,
      bucket: 'bucket',
      continueWith: () => undefined,
    }),
    redeploy: () => Promise.reject(new Error('not in this test')),
    longestSilenceMs: 1000,
    monitor: undefined,
    slots: 1,
    defaultChunkSize: 1,
    log: keptLog(),
    onFinished: () => undefined,
  });
  dispatcher.add(job, runtime);
  return dispatcher;
}
