import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentContext } from '../executor/plugin-context.js';
import type { PluginContext } from '../spec/plugin.js';

/**
 * What core hands a plug-in at its creation, for tests: this user's hash and names, a log that is silent, and a cache folder
 * that nobody else has. The folder does not exist; whoever makes it removes it.
 *
 * @param given - what is otherwise, such as `{ log }` to hear the plug-in, or `{ storage }` for workers of a backend
 */
export function pluginContext(given: Partial<PluginContext> = {}): PluginContext {
  const usual = silentContext();
  const userHash = given.userHash ?? usual.userHash;
  return {
    ...usual,
    cacheDirectory: path.join(tmpdir(), `lithops-test-${randomUUID()}`),
    name: (part) => `lithops-${userHash}-${part}`,
    ...given,
  };
}
