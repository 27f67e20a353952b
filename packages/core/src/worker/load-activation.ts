import type { AnyFunction, CodeSpace } from '@lithops/closure';
import type { StorageBackend } from '../spec/storage-backend.js';
import { jobName } from '../storage/key-layout.js';
import { type ActivationPayload, type ChunkData, type Failure, garbage } from '../wire/index.js';
import { CodeCache } from './code-cache.js';
import { liveCode } from './live-code.js';
import { toFailure } from './read-payload.js';
import type { CallTask } from './run-call.js';
import type { WorkerHost } from './worker-host.js';

/** A payload brought to life: the function, and what it is called with. */
export interface LoadedActivation {
  readonly code: CodeSpace;
  readonly run: CallTask['run'];
  readonly items: readonly unknown[];
}

const codeCache = new CodeCache();

/** Never rejects: where it cannot be loaded, the outcome of each of its calls says why. */
export async function loadActivation(
  payload: ActivationPayload,
  host: WorkerHost,
  openStorage: () => Promise<StorageBackend>,
): Promise<LoadedActivation | { readonly failure: Failure }> {
  try {
    const live = host.runsLiveCode ? liveCode(jobName(payload)) : undefined;
    const code = live ?? (await codeCache.load(payload, openStorage));
    const { entry, data } = payload;
    const fn = entry === undefined ? code.root : code.decode(entry)[0];
    if (!isFunction(fn)) throw garbage('a payload whose entry is no function');
    return { code, run: asCall(fn), items: decodeItems(code, data) };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}

/** Its name marks where the user's frames end: the client cuts stacks there. */
function asCall(fn: AnyFunction): CallTask['run'] {
  return function lithopsCall(item, context): unknown {
    return Reflect.apply(fn, undefined, [item, context]);
  };
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

function decodeItems(code: CodeSpace, data: ChunkData): unknown[] {
  return data.form === 'chunk' ? code.decode(data.bytes) : data.items.map((item) => code.decode(item)[0]);
}
