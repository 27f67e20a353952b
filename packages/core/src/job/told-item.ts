import { addressOf, type ObjectAddress, type ObjectPart } from '../objects/index.js';
import { type ItemKind, isObjectPart, isObjectResults, isRecord } from '../wire/index.js';

/** A part of an object as outcomes name it: not what it says, but where it is. */
export interface PartAddress extends ObjectAddress {
  /** Counted from 0 within the object. */
  readonly part: number;
  readonly totalParts: number;
}

/** What a program is told that an item was. What it was told before is told again as it is. */
export function toldItem(kind: ItemKind, item: unknown): unknown {
  switch (kind) {
    case 'value':
      return item;
    case 'object-part':
      return isObjectPart(item) ? partAddress(item) : item;
    case 'object-results':
      return isObjectResults(item) ? item.object : item;
  }
}

/** The object that an item is about; `undefined` for items that are none. */
export function objectOf(kind: ItemKind, item: unknown): ObjectAddress | undefined {
  if (kind === 'value') return undefined;
  const told = toldItem(kind, item);
  return isAddress(told) ? { bucket: told.bucket, key: told.key } : undefined;
}

function partAddress({ place, part, totalParts }: ObjectPart): PartAddress {
  return { ...addressOf(place), part, totalParts };
}

function isAddress(value: unknown): value is ObjectAddress {
  return isRecord(value) && typeof value['bucket'] === 'string' && typeof value['key'] === 'string';
}
