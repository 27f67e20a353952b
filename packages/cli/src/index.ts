/**
 * The `lithops` command as a function.
 *
 * @packageDocumentation
 */
export { run } from './run.js';
export type { CommandStreams, InputStream, OutputStream } from './streams.js';
