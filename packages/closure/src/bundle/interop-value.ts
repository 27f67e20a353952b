import { types } from 'node:util';
import type { Interop } from '../modules/import-binding.js';

/**
 * Shows a module, as `require` gives it, in the way the importing file's own system would.
 *
 * @param module `module.exports`, or the namespace when `require` loaded an ES module
 */
export function applyInterop(module: unknown, interop: Interop): unknown {
  switch (interop) {
    case 'require':
      return module;
    case 'import-default':
      return isEsModule(module) ? module : { default: module };
    case 'import-star':
      return isEsModule(module) ? module : namespaceOf(module);
    case 'import-node':
      return namespaceOf(module);
    case 'esm':
      return esNamespace(module);
    case 'vite':
      return viteNamespace(esNamespace(module));
  }
}

function esNamespace(module: unknown): object {
  return types.isModuleNamespaceObject(module) && isObject(module) ? module : namespaceOf(module);
}

/** Reads `imported` and then `members`; `*` is the whole. */
export function readMembers(value: unknown, imported: string, members: readonly string[]): unknown {
  const path = imported === '*' ? members : [imported, ...members];
  return path.reduce<unknown>(memberOf, value);
}

function memberOf(value: unknown, name: string): unknown {
  const object: object = Object(value);
  return Reflect.get(object, name);
}

/** An object that reads through, so that a module that is still being loaded is not frozen half-made. */
function namespaceOf(module: unknown): object {
  const namespace: object = Object.create(null);
  const source: object = Object(module);
  for (const name of new Set([...Object.getOwnPropertyNames(source)])) {
    if (name === 'default' || (typeof module === 'function' && functionOwn.has(name))) continue;
    Object.defineProperty(namespace, name, { enumerable: true, get: () => Reflect.get(source, name) });
  }
  Object.defineProperty(namespace, 'default', { enumerable: true, value: module });
  return namespace;
}
const functionOwn: ReadonlySet<string> = new Set(['length', 'name', 'prototype', 'arguments', 'caller']);

/** vite's module runner: what was transpiled from an ES module shows its own default, and names fall back to it. */
export function viteNamespace(namespace: object): object {
  const outer: unknown = Reflect.get(namespace, 'default');
  if (outer === undefined) return namespace;
  const transpiled = isEsModule(outer);
  const base: object = transpiled ? Object(outer) : namespace;
  const inner: unknown = transpiled && 'default' in base ? Reflect.get(base, 'default') : outer;
  return new Proxy(base, {
    get: (target, name) =>
      name === 'default'
        ? inner
        : (Reflect.get(target, name) ?? (isObject(inner) ? Reflect.get(inner, name) : undefined)),
    has: (target, name) => name === 'default' || name in target || (isObject(inner) && name in inner),
  });
}

function isEsModule(module: unknown): boolean {
  return (
    types.isModuleNamespaceObject(module) || (isObject(module) && Reflect.get(module, '__esModule') === true)
  );
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
