export type {
  Builtins,
  Configuration,
  LithopsSettings,
  ResolvedPlugin,
  SectionValues,
  WorkerSettings,
} from './configuration.js';
export { describeOrigin, type Origin } from './origin.js';
export { resolveConfiguration } from './resolve-configuration.js';
