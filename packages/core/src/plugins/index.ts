export { checkGivenPlugin, type PluginOf } from './check-plugin.js';
export {
  type Definition,
  defineComputePlugin,
  defineMonitorPlugin,
  defineSection,
  defineStoragePlugin,
  type Factory,
} from './define-plugin.js';
export {
  isKnownName,
  officialMode,
  officialNames,
  officialStorage,
  type PluginKind,
} from './official.js';
export { resolvePlugin } from './resolve-plugin.js';
export type { SectionOptions } from './section-options.js';
