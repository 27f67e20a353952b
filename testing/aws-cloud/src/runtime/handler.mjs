import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runtimeError } from './errors.mjs';

/** @typedef {ReturnType<typeof import('./context.mjs').contextOf>} Context */
/** @typedef {(event: unknown, context: Context) => Promise<unknown>} Handle */

/**
 * `folder/file.name` → what to call. CommonJS and ES modules alike.
 *
 * @param {string} root
 * @param {string} handler
 * @returns {Promise<Handle>}
 */
export async function loadHandler(root, handler) {
  const [, modulePath = '', name = ''] = /^(.*?[^/.]*)\.([^/]+)$/.exec(handler) ?? [];
  if (modulePath === '') throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const exported = await load(path.resolve(root, modulePath), modulePath);
  const found = member(exported, name) ?? member(member(exported, 'default'), name);
  if (typeof found !== 'function')
    throw runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  return found.length > 2 ? withCallback(found) : async (event, context) => found(event, context);
}

/** @param {string} file @param {string} shown */
async function load(file, shown) {
  const found = ['.js', '.mjs', '.cjs', '']
    .map((extension) => file + extension)
    .find((name) => existsSync(name));
  if (found === undefined)
    throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${shown}'`);
  try {
    return await import(pathToFileURL(found).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('Runtime.UserCodeSyntaxError', String(error));
    if (error instanceof Error && 'code' in error && /MODULE_NOT_FOUND$/.test(String(error.code)))
      throw runtimeError('Runtime.ImportModuleError', String(error));
    throw error;
  }
}

/** @param {unknown} value @param {string} dotted @returns {any} */
function member(value, dotted) {
  /** @type {any} */
  let found = value;
  for (const name of dotted.split('.')) found = found?.[name];
  return found;
}

/** The reply waits for an empty event loop, unless the context says otherwise. @param {Function} handler @returns {Handle} */
function withCallback(handler) {
  return (event, context) =>
    new Promise((resolve, reject) => {
      const settle = (/** @type {unknown} */ error, /** @type {unknown} */ result) => {
        const end = () => (error ? reject(error) : resolve(result));
        if (context.callbackWaitsForEmptyEventLoop) process.once('beforeExit', end);
        else end();
      };
      const result = handler(event, context, settle);
      if (result instanceof Promise) result.then(resolve, reject);
    });
}
