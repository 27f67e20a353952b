/**
 * Executors, futures, storage and errors: what programs use.
 *
 * @packageDocumentation
 */
export { ClosureError, fromModule } from '@lithops/closure';
export {
  CallError,
  type CallErrorFields,
  isLithopsError,
  LithopsError,
  type LithopsErrorFields,
} from './errors/index.js';
export { obj } from './executor/configured-objects.js';
export { Storage } from './executor/configured-storage.js';
export { LocalhostExecutor, ServerlessExecutor, StandaloneExecutor } from './executor/fixed-mode.js';
export { FunctionExecutor } from './executor/function-executor.js';
export type {
  CallOptions,
  CleanOptions,
  ComputeBackends,
  Estimate,
  ExecutorOptions,
  GetResultOptions,
  JobProgress,
  LithopsConfig,
  MapOptions,
  MapReduceOptions,
  Mode,
  Monitors,
  ObjectMapOptions,
  RetryOptions,
  StorageBackends,
  WaitOptions,
} from './executor/options.js';
export type {
  CallContext,
  CallOutcome,
  CallResult,
  CallStats,
  Continuation,
  FutureState,
  FuturesList,
  Input,
  ItemOf,
  JobRow,
  Logger,
  MapInput,
  MapOptionsOf,
  ReduceContext,
  ResponseFuture,
  Returned,
  WaitResult,
} from './executor/surface.js';
export type { PartAddress } from './job/told-item.js';
export type {
  NamedObject,
  ObjectAddress,
  ObjectName,
  ObjectPartition,
  ObjectSource,
} from './objects/index.js';
export type {
  Body,
  CloudObjectOptions,
  GetOptions,
  Listing,
  ObjectInfo,
  PutOptions,
} from './storage/index.js';
export { CloudObject } from './storage/index.js';
export { VERSION } from './version.js';
