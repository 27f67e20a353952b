/**
 * For the tests of your own code: workers in this process, and a store in its memory.
 *
 * @packageDocumentation
 */
export { type InProcessOptions, inProcess } from './in-process.js';
export { memoryStorage } from './memory-storage.js';
