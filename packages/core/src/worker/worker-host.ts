import type { Reporter } from '../spec/monitor.js';
import type { ComputePlugin } from '../spec/plugin.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import type { MonitorRoute, StorageReference } from '../wire/index.js';
import type { CurrentCall } from './current-call.js';

/** What the process that a worker runs in offers it. One per kind of worker: child process, in process, FaaS. */
export interface WorkerHost {
  /** Runs the program's own functions where they stand instead of loading copies: only in the client's process. */
  readonly runsLiveCode: boolean;
  /** Opens the store that the payload names; asked only when a call or a large value needs it. */
  openStorage(reference: StorageReference): Promise<StorageBackend>;
  /** Makes the worker half of the monitor that the payload names. */
  createReporter(route: MonitorRoute, context: ReporterContext): Reporter;
  /** Told when an attempt has ended, whatever it came to. Its outcome is told when this has resolved. */
  readonly callEnded?: ((call: CurrentCall) => void | Promise<void>) | undefined;
  /** Gives what `new FunctionExecutor()` inside a call runs on; `undefined`: that is not possible here. */
  readonly nestedCompute: (() => ComputePlugin) | undefined;
  /** A worker that waits for work of its own call counts as busy meanwhile. @default false: its slot is lent out */
  readonly isBusyWaiting?: boolean | undefined;
}

/** What a reporter may use. */
export interface ReporterContext {
  readonly executorId: string;
  readonly storage: StorageReference;
  /** The store that the payload names. */
  open(): Promise<StorageBackend>;
}
