import { configFileSchema } from '@lithops/core/config';
import { type PluginNames, pluginsNamed } from '../plugins-named.js';

/**
 * The configuration file as a JSON schema, for editors: core's sections and those of the plug-ins that are named.
 *
 * @throws {LithopsError} `LITHOPS_PLUGIN_NOT_FOUND`
 */
export function configSchema(names: PluginNames): string {
  return `${JSON.stringify(configFileSchema(pluginsNamed(names)), undefined, 2)}\n`;
}
