/**
 * What authors of backends, storages and monitors implement, and what helps them.
 *
 * @packageDocumentation
 */
export { EventQueue, type EventQueueOptions } from './monitor/event-queue.js';
export { WatchedEvents, type WatchedEventsOptions } from './monitor/watched-events.js';
export {
  type Definition,
  defineComputePlugin,
  defineMonitorPlugin,
  defineSection,
  defineStoragePlugin,
  type Factory,
  type SectionOptions,
} from './plugins/index.js';
export { type HalfKind, workerEnvironment } from './plugins/worker-credentials.js';
export * from './spec/index.js';
export { checkBucket, checkKey, checkRange, compareUtf8 } from './storage/object-name.js';
export {
  noSuchBucket,
  noSuchKey,
  objectExists,
  rangeBeyondEnd,
  storedObjectChanged,
} from './storage/storage-error.js';
export { workerMismatch } from './wire/worker-mismatch.js';
