/**
 * What programs that show, check and look after an installation need, the `lithops` command above all.
 *
 * @packageDocumentation
 */
export { chosenPlugins } from './config/chosen-plugins.js';
export { type ConfigEdit, editConfigFile } from './config/edit-file.js';
export {
  type Builtins,
  type Configuration,
  type ConfigurationCheck,
  checkConfiguration,
  configFileSchema,
  type DescribedKey,
  describeOrigin,
  describeSections,
  initialConfigFile,
  type JsonSchema,
  type LithopsSettings,
  type Origin,
  type ResolvedPlugin,
  resolveConfiguration,
  resolveDraft,
  resolveStorageConfiguration,
  type SectionValues,
  type StorageConfiguration,
  type Surroundings,
  type WorkerSettings,
} from './config/index.js';
export { pluginFolders } from './config/plugin-folders.js';
export { type Mend, mendOf } from './errors/mend.js';
export { builtins } from './executor/builtins.js';
export { userHash } from './executor/identity.js';
export { silentContext } from './executor/plugin-context.js';
export { RuntimeAdmin, type RuntimeLimits, type RuntimePlaceOptions } from './executor/runtime-admin.js';
export { localBucket } from './executor/storage-access.js';
export type { LogLevel, LogSettings } from './log/index.js';
export { keyedUserHash } from './persist/user-secret.js';
export { type PluginKind, type PluginOf, resolvePlugin } from './plugins/index.js';
export type { PluginRequest } from './plugins/resolve-plugin.js';
export type { JobAddress } from './storage/key-layout.js';
export { findLeftovers, type Leftover, type LeftoverPlace, removeLeftover } from './storage/leftovers.js';
