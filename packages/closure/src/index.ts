export type { External } from './bundle/index.js';
export type { Capsule, CapsuleData, CaptureOptions, Contributor } from './capture/capsule.js';
export { capture } from './capture/capture.js';
export { insteadOfShipping } from './capture/refusals.js';
export { CodeSpace, type EncodedValues } from './code-space/code-space.js';
export type { AnyFunction } from './code-space/records.js';
export { ClosureError, type ClosureErrorCode, type ClosureErrorFields } from './errors.js';
export { fromModule } from './from-module.js';
export { type LoadOptions, load } from './load/load.js';
