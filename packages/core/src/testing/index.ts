export { type InProcessOptions, inProcess } from './in-process.js';
export { memoryStorage } from './memory-storage.js';
