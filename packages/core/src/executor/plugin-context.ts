import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from '../log/index.js';
import type { PluginContext } from '../spec/plugin.js';
import { localUserHash, userHash } from './identity.js';

/** A context for what is opened without an executor: nothing is logged. */
export function silentContext(): PluginContext {
  const nothing = (): void => undefined;
  return pluginContext({ debug: nothing, info: nothing, warn: nothing, error: nothing });
}

/** What every plug-in gets at its creation. */
export function pluginContext(log: Logger): PluginContext {
  const user = userHash();
  return {
    log: {
      debug: (message) => log.debug(message),
      info: (message) => log.info(message),
      warn: (message) => log.warn(message),
    },
    // Files belong to who may read them.
    cacheDirectory: path.join(tmpdir(), `lithops-${localUserHash()}`, 'cache'),
    userHash: user,
    name: (part) => `lithops-${user}-${part}`,
  };
}
