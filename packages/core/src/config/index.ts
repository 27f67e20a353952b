export type {
  Builtins,
  Configuration,
  LithopsSettings,
  ResolvedPlugin,
  SectionValues,
  StorageConfiguration,
  WorkerSettings,
} from './configuration.js';
export { type DescribedKey, describeSections } from './describe-sections.js';
export { initialConfigFile } from './initial-file.js';
export { configFileSchema, type JsonSchema } from './json-schema.js';
export { describeOrigin, type Origin } from './origin.js';
export {
  type ConfigurationCheck,
  checkConfiguration,
  resolveConfiguration,
  resolveDraft,
  resolveStorageConfiguration,
} from './resolve-configuration.js';
export type { Surroundings } from './surroundings.js';
