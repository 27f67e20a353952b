import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { runtimeError } from './errors.mjs';

/** @typedef {ReturnType<typeof import('./context.mjs').contextOf>} Context */
/** @typedef {(event: unknown, context: Context) => Promise<unknown>} Handle */

/**
 * `folder/file.name` → what to call. CommonJS and ES modules alike.
 *
 * @param {string} root
 * @param {string} handler
 * @param {(file: string) => Promise<unknown>} [importFile]
 * @returns {Promise<Handle>}
 */
export async function loadHandler(root, handler, importFile = (file) => import(pathToFileURL(file).href)) {
  const [, modulePath = '', name = ''] = /^(.*?[^/.]*)\.([^/]+)$/.exec(handler) ?? [];
  if (modulePath === '') throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const exported = await load(path.resolve(root, modulePath), modulePath, importFile);
  const found = member(exported, name) ?? member(member(exported, 'default'), name);
  if (typeof found !== 'function')
    throw runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  return found.length > 2 ? withCallback(found) : withResult(found);
}

/** @param {string} file @param {string} shown @param {(file: string) => Promise<unknown>} importFile */
async function load(file, shown, importFile) {
  const found = ['.js', '.mjs', '.cjs', '']
    .map((extension) => file + extension)
    .find((name) => existsSync(name));
  if (found === undefined)
    throw runtimeError('Runtime.ImportModuleError', `Error: Cannot find module '${shown}'`);
  try {
    return await importFile(found);
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

/**
 * What is left undone when there is nothing more to wait for is an error of an async function, and null of others.
 *
 * @param {Function} handler
 * @returns {Handle}
 */
function withResult(handler) {
  return async (event, context) => {
    /** @type {() => void} */
    let forget = () => undefined;
    const exit = new Promise((resolve, reject) => {
      const settle = () => (types.isAsyncFunction(handler) ? reject(neverSettled()) : resolve(null));
      process.once('beforeExit', settle);
      forget = () => process.off('beforeExit', settle);
    });
    try {
      return await Promise.race([exit, handler(event, context)]);
    } finally {
      forget();
    }
  };
}

/** The reply waits for an empty event loop, unless the context says otherwise. @param {Function} handler @returns {Handle} */
function withCallback(handler) {
  return (event, context) =>
    new Promise((resolve, reject) => {
      let end = () => resolve(null);
      const atExit = () => end();
      process.once('beforeExit', atExit);
      const settle = (/** @type {unknown} */ error, /** @type {unknown} */ result) => {
        end = () => (error ? reject(error) : resolve(result));
        if (context.callbackWaitsForEmptyEventLoop) return;
        process.off('beforeExit', atExit);
        end();
      };
      const result = handler(event, context, settle);
      if (result instanceof Promise)
        result.then(resolve, reject).finally(() => process.off('beforeExit', atExit));
    });
}

function neverSettled() {
  return runtimeError(
    'Runtime.NodeJsExit',
    'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled.',
  );
}
