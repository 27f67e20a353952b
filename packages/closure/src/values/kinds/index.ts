import type { Kind } from '../kind.js';
import { arrayKind } from './array.js';
import { arrayBufferKind } from './array-buffer.js';
import { boxedKind } from './boxed.js';
import { dateKind } from './date.js';
import { domExceptionKind } from './dom-exception.js';
import { errorKind } from './error.js';
import { headersKind } from './headers.js';
import { mapKind } from './map.js';
import { objectKind } from './object.js';
import { regExpKind } from './regexp.js';
import { setKind } from './set.js';
import { urlKind } from './url.js';
import { urlSearchParamsKind } from './url-search-params.js';
import { viewKind } from './view.js';

/** Every kind of the codec; asked in this order, so the one that owns whatever is left comes last. */
export const kinds: readonly Kind[] = [
  arrayKind,
  mapKind,
  setKind,
  dateKind,
  regExpKind,
  viewKind,
  arrayBufferKind,
  boxedKind,
  domExceptionKind,
  errorKind,
  urlKind,
  urlSearchParamsKind,
  headersKind,
  objectKind,
];

const byName = new Map(kinds.map((kind) => [kind.name, kind]));

/** The kind with that name in the bytes. */
export function kindNamed(name: string): Kind | undefined {
  return byName.get(name);
}
