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

let paths: ReadonlyMap<unknown, NativePath> | undefined;
let fetchPaths: ReadonlyMap<unknown, NativePath> | undefined;

/** Where a built-in function or object is found on the other side. Undefined for what is not built in. */
export function nativePath(value: unknown): NativePath | undefined {
  paths ??= collect();
  const path = paths.get(value);
  if (path !== undefined || (fetchPaths === undefined && !isFetchLoaded())) return path;
  fetchPaths ??= collectFetch();
  return fetchPaths.get(value);
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
  for (const name of names) visit(Reflect.get(globalThis, name), [name], found);
  for (const [name, value] of hiddenRoots()) visit(value, [name], found);
  return found;
}

function collectFetch(): ReadonlyMap<unknown, NativePath> {
  const found = new Map<unknown, NativePath>();
  for (const name of fetchNames) visit(Reflect.get(globalThis, name), [name], found);
  return found;
}

let loadedCount = 0;

/**
 * Whether Node.js has loaded its `fetch`, which to touch one of its classes would do, at 20 ms and more. Until it has,
 * there is no value of theirs.
 */
function isFetchLoaded(): boolean {
  // A test runner's `process` may be a copy, whose list is old.
  const loaded: unknown = Reflect.get(process.getBuiltinModule('node:process'), 'moduleLoadList');
  if (!Array.isArray(loaded)) return true;
  const news = loaded.slice(loadedCount);
  loadedCount = loaded.length;
  return news.some((name) => String(name).endsWith('/undici'));
}

/** What comes with `fetch` and only when it is first used. */
const fetchNames: readonly string[] =
  'FormData Headers Request Response MessageEvent CloseEvent WebSocket EventSource'.split(' ');

/** What every Node.js has; any other global is the program's own. */
const names: readonly string[] = [
  'Object Function Array Number parseFloat parseInt Boolean String Symbol Date Promise RegExp Error AggregateError',
  'EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError JSON Math Intl ArrayBuffer',
  'SharedArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Uint8ClampedArray',
  'Float16Array Float32Array Float64Array BigUint64Array BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet',
  'Proxy Reflect FinalizationRegistry WeakRef DisposableStack AsyncDisposableStack decodeURI decodeURIComponent',
  'encodeURI encodeURIComponent escape unescape eval isFinite isNaN WebAssembly console Buffer URL URLSearchParams',
  'DOMException AbortController AbortSignal Event EventTarget CustomEvent TextEncoder TextDecoder',
  'TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultController',
  'WritableStreamDefaultWriter ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader',
  'ReadableStreamBYOBRequest ReadableByteStreamController ReadableStreamDefaultController ByteLengthQueuingStrategy',
  'CountQueuingStrategy TextEncoderStream TextDecoderStream CompressionStream DecompressionStream BroadcastChannel',
  'MessageChannel MessagePort Blob File Performance PerformanceEntry PerformanceMark PerformanceMeasure',
  'PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming',
  'URLPattern Crypto CryptoKey SubtleCrypto Navigator crypto performance fetch clearInterval',
  'clearTimeout setInterval setTimeout clearImmediate setImmediate queueMicrotask structuredClone atob btoa process',
].flatMap((line) => line.split(' '));

function visit(value: unknown, path: NativePath, found: Map<unknown, NativePath>): void {
  if (!isObject(value) || found.has(value) || path.length > 4) return;
  found.set(value, path);
  // What hangs on the process belongs to this one.
  if (path[0] === 'process') return;
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
