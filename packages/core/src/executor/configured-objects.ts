import { resolveStorageConfiguration } from '../config/index.js';
import {
  type NamedObject,
  type Obj,
  type ObjectName,
  type ObjectSource,
  type OpenedReaders,
  objOver,
} from '../objects/index.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { Once } from '../util/once.js';
import { currentCall } from '../worker/current-call.js';
import { builtins } from './builtins.js';
import { silentContext } from './plugin-context.js';

/**
 * Objects as input of `map` and `mapReduce`, which cut them into parts: one call for each. Names one object or many, as
 * {@link ObjectName} tells, or lists `{ name, data }` with what the calls on each get as `part.data`.
 *
 * What it gives can also be read here, with the configured storage, one whole object after the other.
 *
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for a name that is none.
 * @example
 * import { FunctionExecutor, obj } from '@lithops/core';
 *
 * await using exec = new FunctionExecutor();
 * const counts = await exec.map(async (part) => (await part.text()).length, obj('photos/notes/'), { objChunkSize: 2 ** 20 });
 */
export function obj(names: ObjectName | Iterable<ObjectName> | AsyncIterable<ObjectName>): ObjectSource;
export function obj<X>(names: Iterable<NamedObject<X>> | AsyncIterable<NamedObject<X>>): ObjectSource<X>;
export function obj(names: unknown): ObjectSource<unknown> {
  configured ??= objOver(openReaders);
  // It looks at what it is given itself: there is no type for all that its signatures take.
  return configured(names as Iterable<NamedObject<unknown>>);
}

/** Made when first used: a program without objects loads nothing for them. */
let configured: Obj | undefined;

/** Inside a call, those of its own storage. */
function openReaders(): OpenedReaders {
  const call = currentCall();
  const opened = new Once(openConfigured);
  const storage = call === undefined ? () => opened.open() : () => call.host.openStorage(call.storage);
  return {
    readers: { storage, warn: (message) => process.emitWarning(message, 'LithopsWarning') },
    close: async () => await (await opened.opened)?.close(),
  };
}

async function openConfigured(): Promise<StorageBackend> {
  return await resolveStorageConfiguration({}, builtins).storage.create(silentContext());
}
