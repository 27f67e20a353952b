export { type InProcessOptions, inProcess } from './in-process.js';
export { memoryStorage } from './memory-storage.js';
export { checkedSections, type OpenOptions, openCompute, openMonitor, openStorage } from './open-plugin.js';
export { pluginContext } from './plugin-context.js';
