import { createView, spanOf, typeNameOf } from './view-types.js';

/**
 * A copy of a value that {@link PlainScanner} found plain, with new objects throughout: so that the serialiser shares
 * none of them with another value of the chunk. What the value reaches twice is one object in the copy too.
 */
export function unshare(value: unknown, copies: Map<object, object> = new Map()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return copies.get(value) ?? copyObject(value, copies);
}

function copyObject(value: object, copies: Map<object, object>): object {
  if (ArrayBuffer.isView(value)) return remember(value, copyView(value), copies);
  switch (Object.getPrototypeOf(value)) {
    case Array.prototype:
      return copyProperties(value, remember(value, [], copies), copies);
    case Map.prototype: {
      const copy = remember(value, new Map<unknown, unknown>(), copies);
      Map.prototype.forEach.call(value, (entry, key) =>
        copy.set(unshare(key, copies), unshare(entry, copies)),
      );
      return copy;
    }
    case Set.prototype: {
      const copy = remember(value, new Set<unknown>(), copies);
      Set.prototype.forEach.call(value, (element) => copy.add(unshare(element, copies)));
      return copy;
    }
    case Date.prototype:
      return remember(value, new Date(Date.prototype.getTime.call(value)), copies);
    case RegExp.prototype:
      return remember(value, Reflect.construct(RegExp, [value]), copies);
    default:
      return copyProperties(value, remember(value, {}, copies), copies);
  }
}

/** Only data properties are here, so that reading them runs no code. */
function copyProperties(value: object, copy: object, copies: Map<object, object>): object {
  for (const key of Object.keys(value)) {
    const child = unshare(Reflect.get(value, key), copies);
    if (key in copy) Object.defineProperty(copy, key, { value: child, ...ordinary });
    else Reflect.set(copy, key, child);
  }
  return copy;
}

const ordinary = { writable: true, enumerable: true, configurable: true };

/** Another view on the same bytes. */
function copyView(view: ArrayBufferView): object {
  const { buffer, byteOffset, byteLength } = spanOf(view);
  return buffer instanceof SharedArrayBuffer
    ? view
    : createView(typeNameOf(view), buffer, byteOffset, byteLength);
}

function remember<T extends object>(value: object, copy: T, copies: Map<object, object>): T {
  copies.set(value, copy);
  return copy;
}
