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

/** How a built-in was come upon; whole paths are made of those that are asked for only. */
interface Place {
  readonly within: Place | undefined;
  readonly step: string;
  readonly depth: number;
}

const places = new Map<unknown, Place>();
/** Steps of the longest path. */
const DEEPEST = 4;

/** Where a built-in function or object is found on the other side. Undefined for what is not built in. */
export function nativePath(value: unknown): NativePath | undefined {
  if (places.size === 0) collect();
  if (!places.has(value)) collectLoaded();
  const place = places.get(value);
  return place && pathTo(place);
}

function pathTo(place: Place): NativePath {
  const steps: string[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.within) steps.unshift(at.step);
  return steps;
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

/** Globals that Node.js makes when they are first touched, by the module of its own that it loads for them. */
const waiting = new Map<string, readonly string[]>(
  Object.entries({
    '/undici': 'FormData Headers Request Response MessageEvent CloseEvent WebSocket EventSource',
    '/readablestream':
      'TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultController ' +
      'WritableStreamDefaultWriter ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ' +
      'ReadableStreamBYOBRequest ReadableByteStreamController ReadableStreamDefaultController ' +
      'ByteLengthQueuingStrategy CountQueuingStrategy TextEncoderStream TextDecoderStream CompressionStream ' +
      'DecompressionStream',
    perf_hooks:
      'performance Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver ' +
      'PerformanceObserverEntryList PerformanceResourceTiming',
    '/webcrypto': 'Crypto CryptoKey SubtleCrypto crypto',
    '/worker/io': 'BroadcastChannel',
  }).map(([module, list]) => [module, list.split(' ')]),
);

let loadedCount = 0;

/**
 * Looks around where something may have come since. To touch a global that waits would have Node.js load it, at 5 to 30 ms
 * a module; until it has, there is no value of it. On Node.js 24 asking for its descriptor touches it, too.
 */
function collectLoaded(): void {
  // A test runner's `process` may be a copy, whose list is old.
  const list: unknown = Reflect.get(process.getBuiltinModule('node:process'), 'moduleLoadList');
  const loaded = Array.isArray(list) ? list : [...waiting.keys()];
  if (loaded.length === loadedCount) return;
  const news = loaded.slice(loadedCount).map(String);
  loadedCount = loaded.length;
  for (const [module, globals] of waiting) {
    if (!news.some((name) => name.includes(module))) continue;
    waiting.delete(module);
    for (const name of globals) visit(Reflect.get(globalThis, name), root(name));
  }
}

function collect(): void {
  places.set(globalThis, root('globalThis'));
  for (const name of names) visit(Reflect.get(globalThis, name), root(name));
  for (const [name, value] of hiddenRoots()) visit(value, root(name));
}

function root(step: string): Place {
  return { within: undefined, step, depth: 1 };
}

/** What every Node.js has; any other global is the program's own. */
const names: readonly string[] = [
  'Object Function Array Number parseFloat parseInt Boolean String Symbol Date Promise RegExp Error AggregateError',
  'EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError JSON Math Intl ArrayBuffer',
  'SharedArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Uint8ClampedArray',
  'Float16Array Float32Array Float64Array BigUint64Array BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet',
  'Proxy Reflect FinalizationRegistry WeakRef DisposableStack AsyncDisposableStack decodeURI decodeURIComponent',
  'encodeURI encodeURIComponent escape unescape eval isFinite isNaN WebAssembly console Buffer URL URLSearchParams',
  'DOMException AbortController AbortSignal Event EventTarget CustomEvent TextEncoder TextDecoder',
  'MessageChannel MessagePort Blob File',
  'URLPattern Navigator fetch clearInterval',
  'clearTimeout setInterval setTimeout clearImmediate setImmediate queueMicrotask structuredClone atob btoa process',
].flatMap((line) => line.split(' '));

/** Thousands of times before the first call is sent: nothing is made here that is not kept. */
function visit(value: unknown, place: Place): void {
  if (!isObject(value) || places.has(value)) return;
  places.set(value, place);
  // What hangs on the process belongs to this one.
  if (place.depth === DEEPEST || place.step === 'process') return;
  for (const key of Reflect.ownKeys(value)) {
    if (key === 'constructor') continue;
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (descriptor === undefined) continue;
    if (isObject(descriptor.value)) visitPart(descriptor.value, 'value', key, place);
    if (descriptor.get !== undefined) visitPart(descriptor.get, 'get', key, place);
    if (descriptor.set !== undefined) visitPart(descriptor.set, 'set', key, place);
  }
}

function visitPart(part: object, kind: 'value' | 'get' | 'set', key: string | symbol, within: Place): void {
  if (places.has(part)) return;
  const name = typeof key === 'string' ? key : wellKnownName(key);
  if (name !== undefined) visit(part, { within, step: `${kind}:${name}`, depth: within.depth + 1 });
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
