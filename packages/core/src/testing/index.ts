/**
 * For tests: of your own code, with workers in this process and a store in its memory; and of plug-ins.
 *
 * @packageDocumentation
 */
export { localhost } from '../localhost/localhost-backend.js';
export { type InProcessOptions, inProcess } from './in-process.js';
export { memoryStorage } from './memory-storage.js';
export { checkedSections, type OpenOptions, openCompute, openMonitor, openStorage } from './open-plugin.js';
export { pluginContext } from './plugin-context.js';
