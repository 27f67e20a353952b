/**
 * The plug points of Lithops and what crosses them: types, and nothing that runs but {@link TransportError}.
 *
 * Glossary
 * - **executor**: what a user makes; has jobs.
 * - **job**: one `map`, `callAsync` or reduce; has N calls.
 * - **call**: the function on one item (or object part); has attempts.
 * - **attempt**: one try of a call, counted from 1.
 * - **activation**: one run of a worker; carries one or more calls (a *chunk*).
 * - **outcome**: what an attempt came to: a value, an error, or work handed over.
 * - **future**: the client's view of a call.
 * - **capsule**: a function with everything it closes over, as data.
 * - **runtime**: the worker image: name, memory, timeout, packages.
 * - **monitor**: how outcomes travel back when the reply does not carry them.
 */
export type { Activation, ActivationReply, CallOutput, InvokeOptions, ReplyMode } from './activation.js';
export type { Capabilities, WorkerPlatform } from './capabilities.js';
export type {
  ActivationBackend,
  BackendBase,
  BatchJob,
  ComputeBackend,
  JobBackend,
  JobHandle,
  ReadLogsOptions,
} from './compute-backend.js';
export type { DoctorFinding } from './doctor.js';
export type {
  CallAttempt,
  Monitor,
  MonitorClient,
  MonitorContext,
  MonitorEvent,
  OutcomeReport,
  Reporter,
  WatchedJob,
} from './monitor.js';
export type {
  ComputePlugin,
  MonitorPlugin,
  OpenedStore,
  Plugin,
  PluginContext,
  PluginDefinition,
  Sections,
  StoragePlugin,
  WorkerHalf,
  WorkerMonitor,
  WorkerStorage,
} from './plugin.js';
export type { PolicyContext, PolicyName, PolicyStatement } from './policy.js';
export type { RuntimeHandle, RuntimeRecipe, RuntimeSpec, WorkerBundle } from './runtime.js';
export type { Camel, KeyKind, KeySpec, KeyType, Section, SectionConfig } from './section.js';
export type { StandardSchemaV1 } from './standard-schema.js';
export type {
  ByteRange,
  StorageBackend,
  StoredBody,
  StoredObject,
  StoreGetOptions,
  StorePutOptions,
} from './storage-backend.js';
export {
  type RunningCall,
  TransportError,
  type TransportErrorKind,
  type TransportErrorOptions,
} from './transport-error.js';
