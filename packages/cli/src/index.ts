export { run } from './run.js';
export type { CommandStreams } from './streams.js';
