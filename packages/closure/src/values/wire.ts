import { DefaultDeserializer, DefaultSerializer } from 'node:v8';
import { rootPath } from './path.js';
import { damagedBytes, valueError } from './value-error.js';
import { createView, typeNameOf, viewTypes } from './view-types.js';

/** Version of the bytes. A reader refuses another one. */
export const codecVersion = 1;

const magic = [0x4c, 0x56] as const;
const headerLength = 4;
const maximumViewLength = 2 ** 32 - 1;

/** What the bytes hold: a graph, or a chunk of items or results. */
export type WireForm = 'graph' | 'chunk';
const forms: readonly WireForm[] = ['graph', 'chunk'];

/** Buffers and views carry only the bytes that they show, never those of the pool they lie in. */
class WireSerializer extends DefaultSerializer {
  _writeHostObject(view: NodeJS.ArrayBufferView): void {
    if (view.byteLength > maximumViewLength) throw new RangeError('a view on 4 GiB or more');
    this.writeUint32(viewTypes.indexOf(typeNameOf(view)));
    this.writeUint32(view.byteLength);
    this.writeRawBytes(view);
  }
}

/** Copies views out of the received bytes, which could not be freed otherwise. */
class WireDeserializer extends DefaultDeserializer {
  _readHostObject(): ArrayBufferView {
    const typeName = viewTypes[this.readUint32()];
    if (typeName === undefined) throw damagedBytes('an unknown type of view');
    const length = this.readUint32();
    const bytes = new Uint8Array(length);
    bytes.set(this.readRawBytes(length));
    return createView(typeName, bytes.buffer, 0, length);
  }
}

/**
 * Plain data → bytes.
 *
 * @throws ClosureError `LITHOPS_VALUE` when V8 cannot write them, most likely because they are too large together.
 */
export function serialize(form: WireForm, data: unknown): Uint8Array<ArrayBuffer> {
  const serializer = new WireSerializer();
  serializer.writeRawBytes(new Uint8Array([...magic, codecVersion, forms.indexOf(form)]));
  serializer.writeHeader();
  try {
    serializer.writeValue(data);
  } catch (error) {
    throw tooLarge(form, error);
  }
  const { buffer, byteOffset, byteLength } = serializer.releaseBuffer();
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function tooLarge(form: WireForm, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const fix = 'If they are too large together, send fewer at once, or put the large ones into storage.';
  return valueError(rootPath(`the values of a ${form}`), `they cannot be serialised (${reason})`, fix, cause);
}

/**
 * Bytes → plain data.
 *
 * @throws ClosureError `LITHOPS_VALUE` when they are something else, damaged, or of another version.
 */
export function deserialize(form: WireForm, bytes: Uint8Array): unknown {
  if (bytes.byteLength < headerLength || magic.some((byte, index) => bytes[index] !== byte)) {
    throw damagedBytes('they do not begin as such');
  }
  if (bytes[2] !== codecVersion) {
    throw damagedBytes(`version ${codecVersion} of the codec was expected, they are of version ${bytes[2]}`);
  }
  if (forms[bytes[3] ?? -1] !== form) throw damagedBytes(`a ${form} was expected`);
  const deserializer = new WireDeserializer(bytes.subarray(headerLength));
  try {
    deserializer.readHeader();
    return deserializer.readValue();
  } catch (error) {
    throw damagedBytes('they cannot be read', error);
  }
}
