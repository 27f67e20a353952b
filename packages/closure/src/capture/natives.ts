/** The way from `globalThis` to a value that every Node.js has: `Math.max`, `Array.prototype.map`. */
export type NativePath = readonly string[];

/** Objects that no global name leads to. */
function hiddenRoots(): readonly (readonly [string, unknown])[] {
  const typedArray: unknown = Object.getPrototypeOf(Int8Array);
  return [
    ['%TypedArray%', typedArray],
    ['%GeneratorFunction%', Object.getPrototypeOf(function* () {}).constructor],
    ['%AsyncFunction%', Object.getPrototypeOf(async () => {}).constructor],
    ['%AsyncGeneratorFunction%', Object.getPrototypeOf(async function* () {}).constructor],
    ['%ArrayIteratorPrototype%', Object.getPrototypeOf([][Symbol.iterator]())],
  ];
}

/** Globals that belong to one process or one program, or that warn when they are touched. */
const left = new Set(['process', 'localStorage', 'sessionStorage', 'navigator']);

let paths: ReadonlyMap<unknown, NativePath> | undefined;

/** Where a built-in function or object is found on the other side. Undefined for what is not built in. */
export function nativePath(value: unknown): NativePath | undefined {
  paths ??= collect();
  return paths.get(value);
}

/** The built-in that a path leads to; undefined when this Node.js lacks it. */
export function nativeAt(path: NativePath): unknown {
  const [root = '', ...steps] = path;
  const start =
    new Map(hiddenRoots()).get(root) ?? (root === 'globalThis' ? globalThis : Reflect.get(globalThis, root));
  return steps.reduce(follow, start);
}

function follow(object: unknown, step: string): unknown {
  if (!isObject(object)) return undefined;
  const [, part = 'value', name = ''] = /^(value|get|set):(.*)$/s.exec(step) ?? [];
  const descriptor = Object.getOwnPropertyDescriptor(object, keyOf(name));
  return part === 'get' ? descriptor?.get : part === 'set' ? descriptor?.set : descriptor?.value;
}

function keyOf(name: string): string | symbol {
  if (!name.startsWith('@@')) return name;
  const symbol: unknown = Reflect.get(Symbol, name.slice(2));
  return typeof symbol === 'symbol' ? symbol : name;
}

function collect(): ReadonlyMap<unknown, NativePath> {
  const found = new Map<unknown, NativePath>([[globalThis, ['globalThis']]]);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (left.has(name)) continue;
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    const isOwnGlobal = descriptor?.enumerable === true && !nodeGlobals.has(name);
    const value: unknown =
      descriptor?.get && nodeGlobals.has(name) ? Reflect.get(globalThis, name) : descriptor?.value;
    if (!isOwnGlobal) visit(value, [name], found);
  }
  for (const [name, value] of hiddenRoots()) visit(value, [name], found);
  return found;
}

/** Enumerable globals of Node.js; any other enumerable global is the program's own. */
const nodeGlobals = new Set([
  'global',
  'clearImmediate',
  'setImmediate',
  'clearInterval',
  'clearTimeout',
  'setInterval',
  'setTimeout',
  'queueMicrotask',
  'structuredClone',
  'atob',
  'btoa',
  'performance',
  'fetch',
  'crypto',
]);

function visit(value: unknown, path: NativePath, found: Map<unknown, NativePath>): void {
  if (!isObject(value) || found.has(value) || path.length > 4) return;
  found.set(value, path);
  for (const key of Reflect.ownKeys(value)) {
    const name = typeof key === 'string' ? key : wellKnownName(key);
    const descriptor = name === undefined ? undefined : Object.getOwnPropertyDescriptor(value, key);
    if (descriptor === undefined || key === 'constructor') continue;
    visit(descriptor.value, [...path, `value:${name}`], found);
    visit(descriptor.get, [...path, `get:${name}`], found);
    visit(descriptor.set, [...path, `set:${name}`], found);
  }
}

function wellKnownName(symbol: symbol): string | undefined {
  const name = symbol.description?.startsWith('Symbol.')
    ? symbol.description.slice('Symbol.'.length)
    : undefined;
  return name !== undefined && Reflect.get(Symbol, name) === symbol ? `@@${name}` : undefined;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
