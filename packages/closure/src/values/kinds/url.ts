import { inheritsHostClass } from '../builtin-prototypes.js';
import { hasSlot, intrinsic } from '../intrinsic.js';
import type { Kind } from '../kind.js';
import { field, textOf } from '../parse.js';
import { restoreProperties, writeProperties } from '../properties.js';
import { damagedBytes } from '../value-error.js';

/** `URL`, by its `href`. */
export const urlKind: Kind<URL> = {
  name: 'url',
  prototypes: ['URL'],
  owns: (value): value is URL => inheritsHostClass(value, 'URL') && hasSlot(URL.prototype, 'href', value),
  write(value, path, writer) {
    return { ...writeProperties(value, path, writer), href: intrinsic(URL.prototype, 'href', value) };
  },
  create(data) {
    const href = textOf(field(data, 'href'));
    if (!URL.canParse(href)) throw damagedBytes('a URL was expected');
    return new URL(href);
  },
  fill: restoreProperties,
};
