import { builtins, pluginFolders, resolvePlugin } from '@lithops/core/config';

/** Plug-ins as the command line names them. */
export interface PluginNames {
  readonly backend?: string | undefined;
  readonly storage?: string | undefined;
  readonly monitoring?: string | undefined;
}

/** Those that are named, found from the working directory. @throws {LithopsError} `LITHOPS_PLUGIN_NOT_FOUND` */
export function pluginsNamed({ backend, storage, monitoring }: PluginNames) {
  const folders = pluginFolders();
  return [
    backend === undefined
      ? undefined
      : resolvePlugin('compute', backend, { builtins: builtins.compute, folders, where: 'option -b' }),
    storage === undefined
      ? undefined
      : resolvePlugin('storage', storage, { builtins: builtins.storage, folders, where: 'option -s' }),
    monitoring === undefined
      ? undefined
      : resolvePlugin('monitor', monitoring, { builtins: builtins.monitor, folders, where: 'option -m' }),
  ].filter((plugin) => plugin !== undefined);
}
