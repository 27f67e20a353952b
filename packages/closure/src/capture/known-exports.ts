import { builtinModules } from 'node:module';
import { dirname, isAbsolute, sep } from 'node:path';
import { types } from 'node:util';
import type { PackageReference } from '../bundle/index.js';
import { classifySpecifier } from '../modules/index.js';
import { findPackageFolder, packageNameOf } from '../modules/package-folder.js';

/** The real one: Jest has its own, which knows only what it has transformed. */
const createRequire = (file: string): NodeJS.Require =>
  process.getBuiltinModule('node:module').createRequire(file);

/** Loading these warns, or starts something. */
const leftOut = new Set([
  'punycode',
  'sys',
  'wasi',
  'test',
  'inspector',
  'repl',
  'trace_events',
  'sqlite',
  'sea',
  'domain',
]);

let builtins: Map<unknown, readonly [specifier: string, imported: string]> | undefined;

/** Where a value of Node.js's own modules is found: `node:fs#readFile`. */
export function builtinExport(value: unknown, from: string): PackageReference | undefined {
  builtins ??= collectBuiltins();
  const found = builtins.get(value);
  if (found === undefined) return undefined;
  const [specifier, imported] = found;
  return { specifier, imported, interop: 'require', members: [], from };
}

function collectBuiltins() {
  const found = new Map<unknown, readonly [string, string]>();
  for (const name of builtinModules) {
    if (name.startsWith('_') || name.includes('/_') || leftOut.has(name)) continue;
    const module: unknown = process.getBuiltinModule(`node:${name}`);
    if (isObject(module)) addMembers(module, `node:${name}`, found);
  }
  return found;
}

function addMembers(module: object, specifier: string, found: Map<unknown, readonly [string, string]>): void {
  if (!found.has(module)) found.set(module, [specifier, '*']);
  for (const key of Object.keys(module)) {
    const value: unknown = Object.getOwnPropertyDescriptor(module, key)?.value;
    if (isObject(value) && !found.has(value)) found.set(value, [specifier, key]);
  }
}

/**
 * Where a package's function or class that was met through a value is found: as an export of that package, the very
 * same or (when the package has two builds) one with the same name and text.
 *
 * @param file the package's file that defines it
 * @param from the program's file to resolve from
 */
export function packageExport(fn: object, file: string, from: string): PackageReference | undefined {
  if (!isAbsolute(file)) return undefined;
  const { specifier } = classifySpecifier(file, from);
  const name = packageNameOf(specifier) ?? packageOfPath(file);
  if (name === undefined) return undefined;
  for (const request of new Set([name, specifier])) {
    for (const start of [from, file]) {
      const module = tryRequire(createRequire(start), request);
      const imported = module === undefined ? undefined : exportNamed(module, fn);
      if (imported !== undefined)
        return { specifier: request, imported, interop: 'require', members: [], from: start };
    }
  }
  // An ES module: the very module that was imported, by its file.
  const imported = exportNamed(tryRequire(createRequire(file), file), fn);
  if (imported === undefined) return undefined;
  const isFoundFromThere = isBelow(file, findPackageFolder(name, dirname(from)));
  return { specifier, imported, interop: 'esm', members: [], from: isFoundFromThere ? from : file };
}

function isBelow(file: string, folder: string | undefined): boolean {
  return folder !== undefined && file.startsWith(`${folder}${sep}`);
}

function packageOfPath(file: string): string | undefined {
  const after = file.split(/[\\/]node_modules[\\/]/).at(-1);
  return after === undefined ? undefined : packageNameOf(after.replaceAll('\\', '/'));
}

function tryRequire(require: NodeJS.Require, specifier: string): unknown {
  try {
    return require(specifier);
  } catch (error) {
    // Not offered to `require`, or not found from there: then it is looked for elsewhere.
    if (types.isNativeError(error)) return undefined;
    throw error;
  }
}

function exportNamed(module: unknown, fn: object): string | undefined {
  if (module === fn) return '*';
  if (!isObject(module)) return undefined;
  const exact = Object.keys(module).find((key) => Reflect.get(module, key) === fn);
  return exact ?? Object.keys(module).find((key) => isTwin(Reflect.get(module, key), fn));
}

function isTwin(candidate: unknown, fn: object): boolean {
  return (
    typeof candidate === 'function' &&
    candidate.name === Reflect.get(fn, 'name') &&
    Function.prototype.toString.call(candidate) === Function.prototype.toString.call(fn)
  );
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
