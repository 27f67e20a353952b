import type { ObjectAddress, ObjectPart } from '../objects/index.js';
import { isRecord } from './envelope.js';

const ITEM_KINDS = ['value', 'object-part', 'object-results'] as const;

/**
 * What the items of a job are: `value`, what the function gets; `object-part`, an {@link ObjectPart}, which the worker opens;
 * `object-results`, {@link ObjectResults}, for a reducer per object.
 */
export type ItemKind = (typeof ITEM_KINDS)[number];

/** What the parts of one object came to, in their order. */
export interface ObjectResults {
  readonly object: ObjectAddress;
  readonly results: readonly unknown[];
}

export function isItemKind(value: unknown): value is ItemKind {
  return ITEM_KINDS.some((kind) => kind === value);
}

/** Parts are made by this package alone: what has the marks of one has all of it. */
export function isObjectPart(item: unknown): item is ObjectPart {
  return isRecord(item) && isRecord(item['place']) && 'totalParts' in item;
}

export function isObjectResults(item: unknown): item is ObjectResults {
  return isRecord(item) && isRecord(item['object']) && Array.isArray(item['results']);
}
