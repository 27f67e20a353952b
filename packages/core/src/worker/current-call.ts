import { AsyncLocalStorage } from 'node:async_hooks';
import { processWide, processWideIfMade } from '../util/process-wide.js';
import type { StorageReference } from '../wire/index.js';
import type { WorkerHost } from './worker-host.js';

/** The call that the current code belongs to, however deep in callbacks. */
export interface CurrentCall {
  readonly executorId: string;
  readonly jobId: string;
  readonly index: number;
  readonly host: WorkerHost;
  readonly storage: StorageReference;
  /** By which outcomes reach the client: `direct`, or a monitor by its name. */
  readonly monitoring: string;
}

const NAME = 'current-call';
/** Made with the first call: a program that only waits for workers does without, and so does each promise in it. */
const calls = (): AsyncLocalStorage<CurrentCall> => processWide(NAME, () => new AsyncLocalStorage());

/** The call that runs here; `undefined` outside of any. */
export function currentCall(): CurrentCall | undefined {
  return processWideIfMade<AsyncLocalStorage<CurrentCall>>(NAME)?.getStore();
}

export function runAsCall<T>(call: CurrentCall, body: () => T): T {
  return calls().run(call, body);
}
