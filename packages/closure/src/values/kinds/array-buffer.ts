import { types } from 'node:util';
import { intrinsic } from '../intrinsic.js';
import type { Kind } from '../kind.js';
import { bytesOf, field, sizeOf } from '../parse.js';
import type { Path } from '../path.js';
import { restoreProperties, writeProperties } from '../properties.js';
import { damagedBytes, valueError } from '../value-error.js';

/** `ArrayBuffer` as a value: whole, and still resizable if it was. */
export const arrayBufferKind: Kind<ArrayBuffer> = {
  name: 'array-buffer',
  prototypes: ['ArrayBuffer'],
  owns: (value): value is ArrayBuffer => types.isArrayBuffer(value),
  write(value, path, writer) {
    const isResizable = intrinsic(ArrayBuffer.prototype, 'resizable', value) === true;
    return {
      ...writeProperties(value, path, writer),
      bytes: bytesIn(value, path),
      ...(isResizable && { maxByteLength: intrinsic(ArrayBuffer.prototype, 'maxByteLength', value) }),
    };
  },
  create(data) {
    const bytes = bytesOf(field(data, 'bytes'));
    const maxByteLength = field(data, 'maxByteLength');
    if (maxByteLength === undefined) return wholeBuffer(bytes);
    const buffer = resizableBuffer(bytes.byteLength, sizeOf(maxByteLength));
    new Uint8Array(buffer).set(bytes);
    return buffer;
  },
  fill: restoreProperties,
};

/** All bytes of a buffer, not copied. */
export function bytesIn(buffer: ArrayBuffer, path: Path): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(buffer);
  } catch (error) {
    const fix = 'Copy the bytes before the buffer is given away.';
    throw valueError(path, 'an ArrayBuffer whose bytes were transferred elsewhere', fix, error);
  }
}

/** The bytes were copied out of the message already, into a buffer of their own. */
function wholeBuffer({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  if (types.isArrayBuffer(buffer) && byteOffset === 0 && byteLength === buffer.byteLength) return buffer;
  throw damagedBytes('a buffer of its own was expected');
}

function resizableBuffer(byteLength: number, maxByteLength: number): ArrayBuffer {
  try {
    return Reflect.construct(ArrayBuffer, [byteLength, { maxByteLength }]);
  } catch (error) {
    throw damagedBytes('a resizable buffer that cannot be made', error);
  }
}
