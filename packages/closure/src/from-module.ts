import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Marks a function that stands for an export of a module; the same in every copy of this package. */
const brand = Symbol.for('lithops.module-reference');

/** What `fromModule(where).name` stands for. */
export interface ModuleReference {
  /** Package specifier, or absolute path. */
  readonly specifier: string;
  readonly exportName: string;
  /** Absolute path of the file that called `fromModule`; packages are resolved from there. */
  readonly from: string;
}

/**
 * Names a module to be loaded by the worker, instead of shipping what it holds: for code that keeps state, for native
 * packages, for bundled programs, and for runtimes without an inspector. Nothing is loaded here unless one of the
 * functions is called here.
 *
 * @param where a package specifier, an absolute path (`require.resolve('./work')`) or a `file:` URL
 *   (`new URL('./work.js', import.meta.url)`)
 * @returns an object whose members stand for the module's exported functions; carry constants with `bind`
 * @throws TypeError when `where` is a relative path
 * @example
 * ```ts
 * import { FunctionExecutor, fromModule } from '@lithops/core';
 *
 * interface Work { // in a program that is bundled: typeof import('./work.js')
 *   crunch(n: number): number;
 * }
 * const { crunch } = fromModule<Work>(new URL('./work.js', import.meta.url));
 * await using exec = new FunctionExecutor();
 * await exec.map(crunch, [1, 2, 3]);
 * ```
 */
export function fromModule<M extends object>(where: string | URL): M {
  const specifier = specifierOf(where);
  const from = callerFile(fromModule) ?? process.cwd();
  const functions = new Map<string, (...values: unknown[]) => unknown>();
  const handler: ProxyHandler<M> = {
    get: (target, name, receiver) => {
      // `await fromModule(…)` must not take the module for a promise.
      if (typeof name === 'symbol' || name === 'then') return Reflect.get(target, name, receiver);
      const known = functions.get(name) ?? referenceTo({ specifier, exportName: name, from });
      functions.set(name, known);
      return known;
    },
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  };
  // A proxy can stand for any object; its members are made when they are read.
  return new Proxy(Object.create(null), handler);
}

/** What a function made by `fromModule` stands for; undefined for every other value. */
export function toReference(value: unknown): ModuleReference | undefined {
  if (typeof value !== 'function') return undefined;
  const found: unknown = Reflect.get(value, brand);
  return isReference(found) ? found : undefined;
}

/**
 * A function that stands for an export. Called where it was made it loads the module there; in a worker capture's
 * loader gives the module's own function instead.
 */
function referenceTo(reference: ModuleReference): (...values: unknown[]) => unknown {
  const { specifier, exportName, from } = reference;
  function moduleFunction(this: unknown, ...values: unknown[]): unknown {
    const module: unknown = process.getBuiltinModule('node:module').createRequire(from)(specifier);
    const target: unknown = Reflect.get(Object(module), exportName);
    if (typeof target !== 'function') {
      throw new TypeError(`${specifier} has no function ${exportName} (asked for by fromModule in ${from})`);
    }
    return Reflect.apply(target, this, values);
  }
  Object.defineProperty(moduleFunction, 'name', { value: exportName });
  return Object.defineProperty(moduleFunction, brand, { value: Object.freeze(reference) });
}

function specifierOf(where: string | URL): string {
  const text = String(where);
  if (text.startsWith('file:')) return fileURLToPath(text);
  if (isAbsolute(text)) return text;
  if (!/^\.\.?([\\/]|$)/.test(text) && text !== '' && !/^[a-z][a-z+.-]+:\/\//i.test(text)) return text;
  throw new TypeError(
    `fromModule: expected a package specifier, an absolute path or a file: URL, got ${JSON.stringify(text)}. ` +
      `Write new URL(${JSON.stringify(text)}, import.meta.url) or require.resolve(${JSON.stringify(text)}).`,
  );
}

/** The file of the function that called a function of ours, from the stack: packages are found from there. */
function callerFile(callee: (where: string) => object): string | undefined {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  const frame = /^ {4}at (?:.*\()?((?:file:\/\/|\/|[a-z]:[\\/]).*?):\d+:\d+\)?$/im.exec(
    holder.stack ?? '',
  )?.[1];
  if (frame === undefined) return undefined;
  return frame.startsWith('file:') ? fileURLToPath(frame) : fileURLToPath(pathToFileURL(frame));
}

function isReference(value: unknown): value is ModuleReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    'specifier' in value &&
    'exportName' in value &&
    'from' in value
  );
}
