export {
  type Definition,
  defineComputePlugin,
  defineMonitorPlugin,
  defineSection,
  defineStoragePlugin,
  type Factory,
} from './define-plugin.js';
export type { SectionOptions } from './section-options.js';
