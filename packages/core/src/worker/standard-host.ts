import { BackedReporter } from '../monitor/backed-reporter.js';
import { StorageReporter } from '../monitor/storage-reporter.js';
import type { Reporter } from '../spec/monitor.js';
import type { PluginContext } from '../spec/plugin.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import type { StorageReference } from '../wire/index.js';
import { monitorOf } from './monitor-registry.js';
import { storageOf } from './storage-registry.js';
import type { ReporterContext, WorkerHost } from './worker-host.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** A host that opens core's own stores and monitors; executors inside calls run on what `nestedCompute` gives. */
export function makeHost(nestedCompute: WorkerHost['nestedCompute'], runsLiveCode = false): WorkerHost {
  const stores = new Map<string, Promise<StorageBackend>>();
  return {
    nestedCompute,
    runsLiveCode,
    openStorage(reference) {
      // Stores of two clients may have one name here.
      const key = JSON.stringify(reference);
      const known = stores.get(key);
      if (known !== undefined) return known;
      const opened = openStore(reference);
      stores.set(key, opened);
      // The next call tries again; whoever waits for this one meets the error.
      opened.catch(() => stores.delete(key));
      return opened;
    },
    createReporter(route, context) {
      const own = monitorContext(context, route.intervalMs);
      const storage = (): Reporter => new StorageReporter(own);
      if (route.monitor === 'storage') return storage();
      const opened = monitorOf(route).open();
      return new BackedReporter(
        opened.then((monitor) => monitor.createReporter(own)),
        storage,
      );
    },
  };
}

/** What a worker has that nobody prepared: no nested executors. */
export const standardHost: WorkerHost = makeHost(undefined);

/** A bucket that does not exist yet is made when it is needed, here as in the client. */
async function openStore(reference: StorageReference): Promise<StorageBackend> {
  const { bucket, sections } = reference;
  const context: PluginContext = { log: silent, cacheDirectory: '', userHash: '', name: (part) => part };
  const backend = await storageOf(reference).create(sections as never, context);
  if (bucket !== '' && !(await backend.bucketExists(bucket))) await backend.createBucket(bucket);
  return backend;
}

function monitorContext({ executorId, storage, open }: ReporterContext, intervalMs: number | undefined) {
  return { executorId, bucket: storage.bucket, storage: open, intervalMs };
}
