/**
 * What it takes to send functions and to read what comes back: all that a program needs for its first job, in one file.
 *
 * @packageDocumentation
 */
export { capture } from './capture/capture.js';
export { CodeSpace, type EncodedValues } from './code-space/code-space.js';
export { type CapsuleParts, capsuleParts } from './load/capsule-parts.js';
