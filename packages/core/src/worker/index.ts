/**
 * What the workers of a backend run: an activation comes in, outcomes go out.
 *
 * @packageDocumentation
 */
export type { MonitorRoute, StorageReference } from '../wire/index.js';
export type { CallClaims } from './call-claims.js';
export { CallProcesses, type CallProcessesOptions, type RunOnProcessesOptions } from './call-processes.js';
export type { CurrentCall } from './current-call.js';
export { describeWorker, type WorkerDescription } from './describe-worker.js';
export { equipWorker, type WorkerEquipment } from './equip-worker.js';
export { mustEndProcess } from './must-end-process.js';
export { type RunActivationOptions, runActivation } from './run-activation.js';
export { type CallSession, isCallProcess, serveCalls } from './serve-calls.js';
export { makeHost } from './standard-host.js';
export { attributeStrayErrors } from './stray-errors.js';
export type { ReporterContext, WorkerHost } from './worker-host.js';
