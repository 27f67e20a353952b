import { packageFolders } from './reading.js';
import { processSurroundings } from './surroundings.js';

/** Where this process looks for packages of plug-ins as long as no configuration file says where it lies, in this order. */
export function pluginFolders(): readonly string[] {
  return packageFolders(processSurroundings());
}
