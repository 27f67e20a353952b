import { inheritsHostClass } from '../builtin-prototypes.js';
import { hasSlot } from '../intrinsic.js';
import type { Kind } from '../kind.js';
import { field, textOf } from '../parse.js';
import { restoreProperties, writeProperties } from '../properties.js';

const toQuery = URLSearchParams.prototype.toString;

/** `URLSearchParams`, repeated names and order included. One that belongs to a `URL` is cut loose from it. */
export const urlSearchParamsKind: Kind<URLSearchParams> = {
  name: 'url-search-params',
  prototypes: ['URLSearchParams'],
  owns: (value): value is URLSearchParams =>
    inheritsHostClass(value, 'URLSearchParams') && hasSlot(URLSearchParams.prototype, 'size', value),
  write(value, path, writer) {
    return { ...writeProperties(value, path, writer), query: toQuery.call(value) };
  },
  create: (data) => new URLSearchParams(textOf(field(data, 'query'))),
  fill: restoreProperties,
};
