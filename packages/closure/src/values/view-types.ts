import { types } from 'node:util';
import { intrinsic } from './intrinsic.js';
import { damagedBytes } from './value-error.js';

/** Every view on bytes that all supported versions of Node.js have. The order is part of the bytes. */
export const viewTypes = [
  'Uint8Array',
  'Buffer',
  'Uint8ClampedArray',
  'Int8Array',
  'Uint16Array',
  'Int16Array',
  'Uint32Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'BigUint64Array',
  'BigInt64Array',
  'DataView',
] as const;

export type ViewType = (typeof viewTypes)[number];

const elementTypes = {
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigUint64Array,
  BigInt64Array,
} as const;

const tagOf = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

/** The type of a view by its slots, of any realm: `Float16Array` too, which is not among {@link viewTypes}. */
export function tagOfView(view: ArrayBufferView): string {
  if (types.isDataView(view)) return 'DataView';
  if (Buffer.isBuffer(view)) return 'Buffer';
  return tagOf === undefined ? '' : String(Reflect.apply(tagOf, view, []));
}

export function isViewType(name: unknown): name is ViewType {
  return viewTypes.some((known) => known === name);
}

/** Like {@link tagOfView}, of views known to be among {@link viewTypes}. */
export function typeNameOf(view: ArrayBufferView): ViewType {
  const tag = tagOfView(view);
  if (isViewType(tag)) return tag;
  throw new TypeError(`${tag} is not in every supported version of Node.js`);
}

/** A view on `byteLength` bytes of `buffer`. */
export function createView(
  type: ViewType,
  buffer: ArrayBuffer,
  byteOffset: number,
  byteLength: number,
): ArrayBufferView {
  if (byteOffset + byteLength > buffer.byteLength) throw damagedBytes('a view on more bytes than there are');
  if (type === 'DataView') return new DataView(buffer, byteOffset, byteLength);
  if (type === 'Buffer') return Buffer.from(buffer, byteOffset, byteLength);
  const View = elementTypes[type];
  const isAligned = byteOffset % View.BYTES_PER_ELEMENT === 0 && byteLength % View.BYTES_PER_ELEMENT === 0;
  if (!isAligned) throw damagedBytes('a view on parts of elements');
  return new View(buffer, byteOffset, byteLength / View.BYTES_PER_ELEMENT);
}

/** Where a view lies, whatever its class overrides. */
export interface Span {
  readonly buffer: ArrayBufferLike;
  readonly byteOffset: number;
  readonly byteLength: number;
}

const typedArrayPrototype: object = Object.getPrototypeOf(Uint8Array.prototype);

export function spanOf(view: ArrayBufferView): Span {
  const prototype = types.isDataView(view) ? DataView.prototype : typedArrayPrototype;
  const buffer = intrinsic(prototype, 'buffer', view);
  if (!types.isAnyArrayBuffer(buffer)) throw new TypeError('A view without a buffer');
  return {
    buffer,
    byteOffset: Number(intrinsic(prototype, 'byteOffset', view)),
    byteLength: Number(intrinsic(prototype, 'byteLength', view)),
  };
}
