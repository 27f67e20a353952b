import type { Kind } from '../kind.js';
import { arrayKind } from './array.js';
import { dateKind } from './date.js';
import { mapKind } from './map.js';
import { objectKind } from './object.js';
import { setKind } from './set.js';

/** Every kind of the codec; asked in this order, so the one that owns whatever is left comes last. */
export const kinds: readonly Kind[] = [arrayKind, mapKind, setKind, dateKind, objectKind];

const byName = new Map(kinds.map((kind) => [kind.name, kind]));

/** The kind with that name in the bytes. */
export function kindNamed(name: string): Kind | undefined {
  return byName.get(name);
}
