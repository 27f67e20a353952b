import { PayloadBuilder } from '../../src/dispatch/payload-builder.js';
import type { Job } from '../../src/job/job.js';
import type { BatchJob, JobBackend, JobHandle } from '../../src/spec/compute-backend.js';
import type { RuntimeHandle } from '../../src/spec/runtime.js';
import type { StorageBackend } from '../../src/spec/storage-backend.js';
import { dataKey } from '../../src/storage/key-layout.js';
import { deferred } from '../../src/util/deferred.js';
import {
  decodeReference,
  decodeStoredPayload,
  OutcomeRows,
  type Report,
  unseal,
} from '../../src/wire/index.js';

const SEAL = 'the key of the test';

/** What was submitted, and how to make the platform say that it has no more to tell of it. */
export interface Submitted {
  readonly job: BatchJob;
  end(): void;
}

/** A platform that takes whole jobs and runs nothing: tests read what its workers would have read. */
export interface FakeJobBackend extends JobBackend {
  readonly runtime: RuntimeHandle;
  readonly submitted: readonly Submitted[];
  /** The calls of each worker, as its stored payload names them. */
  indexesOfWorkers(store: StorageBackend): Promise<readonly (readonly number[])[]>;
  /** The report of a worker whose call gave `undefined`. */
  valueOf(job: Job, index: number): Report;
}

export function fakeJobBackend(): FakeJobBackend {
  const submitted: Submitted[] = [];
  const runtime: RuntimeHandle = {
    id: 'fake',
    spec: { name: 'fake', memoryMb: 0, timeoutMs: 60_000, packages: [], hash: '' },
  };
  return {
    specVersion: 1,
    name: 'fake',
    dispatch: 'job',
    runtime,
    submitted,
    capabilities: {
      replies: [],
      maxPayloadBytes: { inline: 0, none: 1000 },
      maxReplyBytes: 1000,
      maxCallsPerActivation: 100,
      defaultMaxWorkers: 4,
      cancel: 'none',
      logs: false,
      sharesClientFilesystem: false,
    },
    deployRuntime: async () => runtime,
    submit: async (job) => {
      const over = deferred();
      submitted.push({ job, end: over.resolve });
      return handleUntil(over.promise);
    },
    indexesOfWorkers: async (store) =>
      (await Promise.all(submitted.map(({ job }) => readWorkers(store, job)))).flat(),
    valueOf: ({ definition }, index) => ({
      jobId: definition.id,
      activationId: '',
      worker: 'test',
      outcomes: OutcomeRows.of([
        {
          index,
          attempt: 1,
          kind: 'value',
          stats: { execMs: 1, peakMemoryMb: 1, startedEpochMs: 0, cpuMs: undefined },
        },
      ]),
      values: definition.code.encode([undefined]).bytes,
      code: [],
    }),
    close: async () => undefined,
  };
}

function handleUntil(over: Promise<void>): JobHandle {
  return {
    // biome-ignore lint/correctness/useYield: it has nothing to tell but its end
    failures: async function* () {
      await over;
    },
    cancel: async () => undefined,
  };
}

async function readWorkers(
  store: StorageBackend,
  { body, activations }: BatchJob,
): Promise<readonly number[][]> {
  const reference = decodeReference(body);
  if (reference === undefined) throw new Error('Expected a reference to stored payloads.');
  const workers = Array.from({ length: activations }, async (_, activation) => {
    const key = dataKey(reference, reference.firstSegment + activation);
    return decodeStoredPayload(unseal(await store.get('bucket', key), SEAL), SEAL).indexes as number[];
  });
  return await Promise.all(workers);
}

/** Makes payloads as an engine with the storage monitor does. */
export function storedBuilder(store: StorageBackend, maxPayloadBytes = 1000): PayloadBuilder {
  const opened = store.createBucket('bucket').then(() => store);
  return new PayloadBuilder({
    storage: { name: 'memory', bucket: 'bucket', sections: {} },
    report: { to: 'monitor', monitor: 'storage', intervalMs: 20, seal: SEAL },
    sealKey: SEAL,
    maxPayloadBytes,
    maxReplyBytes: 1000,
    dataLimitBytes: undefined,
    openStorage: () => opened,
  });
}
