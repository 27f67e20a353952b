/**
 * Values as bytes and back: cycles, shared references and all built-in types.
 *
 * @packageDocumentation
 */
export { canonical } from './canonical.js';
export { decodeChunk, type EncodeChunkOptions, type EncodedChunk, encodeChunk, hasGraph } from './chunk.js';
export type { Body, ForeignKinds, ForeignRecord, NodeRef, ValueReader, ValueWriter } from './contract.js';
export { type DecodeOptions, decodeGraph, type EncodeGraphOptions, encodeGraph } from './graph.js';
export { mapValuePath, type Path, propertyPath, renderPath, rootPath, textPath } from './path.js';
export { type ValueError, valueError } from './value-error.js';
export { codecVersion } from './wire.js';
