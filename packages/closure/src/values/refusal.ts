import { types } from 'node:util';
import { builtinBaseName, classNameOf } from './builtin-prototypes.js';
import type { Path } from './path.js';
import { type ValueError, valueError } from './value-error.js';
import { isViewType, tagOfView } from './view-types.js';

interface Refusal {
  readonly applies: (value: object) => boolean;
  readonly what: string;
  readonly fix: string;
}

const keyOrHandle = {
  what: 'a key or handle that belongs to this process',
  fix: 'Create it inside the function, or send its exported form.',
};

/** Told by their slots, which no kind has. First, because proxies must not be touched. */
const bySlot: readonly Refusal[] = [
  {
    applies: types.isProxy,
    what: 'a Proxy, whose traps would run when it is copied',
    fix: 'Send a plain copy of it.',
  },
  { applies: types.isPromise, what: 'a Promise', fix: 'Await it first and send what it gives.' },
  ...['WeakMap', 'WeakSet'].map((name) => ({
    applies: name === 'WeakMap' ? types.isWeakMap : types.isWeakSet,
    what: `a ${name}, whose entries nobody can list`,
    fix: `Send a ${name.slice(4)}, or create it inside the function.`,
  })),
  {
    applies: types.isSharedArrayBuffer,
    what: 'a SharedArrayBuffer: memory is not shared between machines',
    fix: 'Send a copy of its bytes: new Uint8Array(shared).slice().',
  },
  {
    applies: (value) => types.isArrayBufferView(value) && !isViewType(tagOfView(value)),
    what: 'a Float16Array, which Node.js 20 does not have',
    fix: 'Send it as a Float32Array.',
  },
  {
    applies: (value) =>
      types.isGeneratorObject(value) || types.isMapIterator(value) || types.isSetIterator(value),
    what: 'a running generator or iterator',
    fix: 'Send what it yields as an array: [...iterator].',
  },
  {
    applies: types.isArgumentsObject,
    what: 'an arguments object',
    fix: 'Send it as an array: [...arguments].',
  },
  {
    applies: types.isModuleNamespaceObject,
    what: 'a module',
    fix: 'Import it inside the function, or send the values of it that are needed.',
  },
  { applies: types.isExternal, what: keyOrHandle.what, fix: keyOrHandle.fix },
];

/** Told by their class. */
const byClass: ReadonlyMap<string, Omit<Refusal, 'applies'>> = new Map([
  ['WeakRef', { what: 'a WeakRef', fix: 'Send what deref() gives.' }],
  ['FinalizationRegistry', { what: 'a FinalizationRegistry', fix: 'Create it inside the function.' }],
  ...['Blob', 'File'].map(
    (name) =>
      [
        name,
        {
          what: `a ${name}, whose bytes can only be read asynchronously`,
          fix: 'Send its bytes: new Uint8Array(await blob.arrayBuffer()).',
        },
      ] as const,
  ),
  ...['SecretKeyObject', 'PublicKeyObject', 'PrivateKeyObject', 'CryptoKey'].map(
    (name) => [name, keyOrHandle] as const,
  ),
  ['Request', { what: 'a Request', fix: 'Send its URL, method, headers and body as plain data.' }],
  [
    'Response',
    { what: 'a Response', fix: 'Send its status, headers and await response.arrayBuffer() as plain data.' },
  ],
]);

/** Whether a value has slots of which no kind knows, so that no copy of it would work. Touches no proxy. */
export function hasForeignSlots(value: object): boolean {
  return bySlot.some(({ applies }) => applies(value));
}

/** The error for a value that no kind takes. */
export function refusal(value: object | symbol, path: Path): ValueError {
  if (typeof value === 'symbol') {
    return valueError(
      path,
      `the unique symbol ${String(value)}`,
      'Use Symbol.for(name), which is the same everywhere.',
    );
  }
  if (typeof value === 'function') {
    return valueError(path, 'a function', 'Send data only, or close over it in the function that runs.');
  }
  const found = bySlot.find(({ applies }) => applies(value));
  if (found !== undefined) return valueError(path, found.what, found.fix);
  const name = classNameOf(value);
  const { what, fix } =
    byClass.get(name ?? '') ?? byClass.get(builtinBaseName(value) ?? '') ?? ofOtherClass(name);
  return valueError(path, what, fix);
}

function ofOtherClass(name: string | undefined): Omit<Refusal, 'applies'> {
  return {
    what: name === undefined ? 'an object with a prototype of its own' : `an instance of ${name}`,
    fix: 'Send its data as a plain object, or create it inside the function.',
  };
}
