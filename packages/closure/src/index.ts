/**
 * A function and what it closes over, as data that another process can run.
 *
 * @packageDocumentation
 */
export type { External } from './bundle/index.js';
export type { Capsule, CapsuleData, CaptureOptions, Contributor } from './capture/capsule.js';
export { capture } from './capture/capture.js';
export { insteadOfShipping } from './capture/refusals.js';
export type { FunctionLocation } from './capture/remote-objects.js';
export { CodeSpace, type EncodedValues } from './code-space/code-space.js';
export type { AnyFunction } from './code-space/records.js';
export { ClosureError, type ClosureErrorCode, type ClosureErrorFields } from './errors.js';
export { fromModule } from './from-module.js';
export { type CapsuleParts, capsuleParts } from './load/capsule-parts.js';
export { type LoadOptions, load } from './load/load.js';
