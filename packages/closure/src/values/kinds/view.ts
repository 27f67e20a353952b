import { types } from 'node:util';
import { builtinPrototypeName } from '../builtin-prototypes.js';
import type { Kind } from '../kind.js';
import { field, sizeOf } from '../parse.js';
import { restoreProperties, writeProperties } from '../properties.js';
import { damagedBytes } from '../value-error.js';
import { createView, isViewType, spanOf, tagOfView, viewTypes } from '../view-types.js';

const arrayIndex = /^(0|[1-9]\d*)$/;

/**
 * Typed arrays, `DataView`, `Buffer`. A view travels with the bytes that it shows, and views of one value that lie in
 * one buffer keep lying in one (see {@link KindWriter.place}).
 *
 * Properties that a program hung onto a view are kept on instances of subclasses; on a bare view only those whose
 * key is a symbol: nothing tells the others without listing every element.
 */
export const viewKind: Kind<ArrayBufferView> = {
  name: 'view',
  prototypes: viewTypes,
  owns: (value): value is ArrayBufferView => types.isArrayBufferView(value) && isViewType(tagOfView(value)),
  write(value, path, writer) {
    return {
      ...writeProperties(value, path, writer, furtherKeys(value)),
      type: tagOfView(value),
      byteLength: spanOf(value).byteLength,
      placement: writer.place(value, path),
    };
  },
  create(data, reader) {
    const type = field(data, 'type');
    const placement = field(data, 'placement');
    const buffer = reader.read(sizeOf(field(placement, 'buffer')));
    if (!isViewType(type) || !types.isArrayBuffer(buffer)) throw damagedBytes('a view was expected');
    return createView(
      type,
      buffer,
      sizeOf(field(placement, 'byteOffset')),
      sizeOf(field(data, 'byteLength')),
    );
  },
  fill: restoreProperties,
};

function furtherKeys(view: ArrayBufferView): PropertyKey[] {
  const prototype: unknown = Object.getPrototypeOf(view);
  const isBare =
    typeof prototype === 'object' && prototype !== null && builtinPrototypeName(prototype) !== undefined;
  if (isBare) return Object.getOwnPropertySymbols(view);
  return Reflect.ownKeys(view).filter((key) => typeof key === 'symbol' || !arrayIndex.test(key));
}
