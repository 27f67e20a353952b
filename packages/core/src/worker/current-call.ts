import { AsyncLocalStorage } from 'node:async_hooks';
import { processWide } from '../util/process-wide.js';
import type { StorageReference } from '../wire/index.js';
import type { WorkerHost } from './worker-host.js';

/** The call that the current code belongs to, however deep in callbacks. */
export interface CurrentCall {
  readonly executorId: string;
  readonly jobId: string;
  readonly index: number;
  readonly host: WorkerHost;
  readonly storage: StorageReference;
}

const calls = processWide('current-call', () => new AsyncLocalStorage<CurrentCall>());

/** The call that runs here; `undefined` outside of any. */
export function currentCall(): CurrentCall | undefined {
  return calls.getStore();
}

export function runAsCall<T>(call: CurrentCall, body: () => T): T {
  return calls.run(call, body);
}
