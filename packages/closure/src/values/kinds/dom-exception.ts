import { inheritsHostClass } from '../builtin-prototypes.js';
import { hasSlot, intrinsic } from '../intrinsic.js';
import type { Kind } from '../kind.js';
import { field, textOf } from '../parse.js';
import { restoreProperties, writeProperties } from '../properties.js';
import { withoutProperties } from './error.js';

/** `DOMException`: what an aborted or timed out signal throws. `code` follows from the name. */
export const domExceptionKind: Kind<DOMException> = {
  name: 'dom-exception',
  prototypes: ['DOMException'],
  owns: (value): value is DOMException =>
    inheritsHostClass(value, 'DOMException') && hasSlot(DOMException.prototype, 'message', value),
  write(value, path, writer) {
    return {
      ...writeProperties(value, path, writer),
      message: intrinsic(DOMException.prototype, 'message', value),
      name: intrinsic(DOMException.prototype, 'name', value),
    };
  },
  create: (data) =>
    withoutProperties(new DOMException(textOf(field(data, 'message')), textOf(field(data, 'name')))),
  fill: restoreProperties,
};
