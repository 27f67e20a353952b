import { invalidArgument } from '../errors/index.js';
import type { NamedObject, ObjectName } from './object-name.js';
import { type ObjectPartition, openPartition } from './object-partition.js';
import type { OpenedReaders } from './object-readers.js';
import { type ObjectSource, type SourceEntry, sourceOf } from './object-source.js';
import { isAddress, parseName } from './parse-name.js';
import { partsOf } from './plan-parts.js';

/** What `obj` is. */
export interface Obj {
  (names: ObjectName | Iterable<ObjectName> | AsyncIterable<ObjectName>): ObjectSource;
  <X>(names: Iterable<NamedObject<X>> | AsyncIterable<NamedObject<X>>): ObjectSource<X>;
}

/**
 * `obj` over a way to open the configured storage: opened by each loop over a source, and closed after it.
 *
 * `obj` throws `LITHOPS_INVALID_ARGUMENT` at once for a name that is none, alone or in an array; other lists are read, and
 * their names checked, when their turn comes.
 */
export function objOver(open: () => OpenedReaders): Obj {
  function obj(names: ObjectName | Iterable<ObjectName> | AsyncIterable<ObjectName>): ObjectSource;
  function obj<X>(names: Iterable<NamedObject<X>> | AsyncIterable<NamedObject<X>>): ObjectSource<X>;
  function obj(names: unknown): ObjectSource<unknown> {
    return sourceOf(entriesIn(names), (source) => partitionsHere(source, open));
  }
  return obj;
}

async function* partitionsHere<X>(
  source: ObjectSource<X>,
  open: () => OpenedReaders,
): AsyncGenerator<ObjectPartition<X>, void, undefined> {
  const { readers, close } = open();
  try {
    for await (const part of partsOf(source, {}, readers)) yield openPartition(part, readers);
  } finally {
    await close();
  }
}

type Entries = () => AsyncIterable<SourceEntry<unknown>>;

function entriesIn(names: unknown): Entries {
  if (isName(names)) return fromList([names], () => 'the name');
  if (!isIterable(names)) throw invalidArgument('the objects', 'a name or a list of names', names);
  return fromList(names, (index) => `names[${index}]`);
}

function fromList(
  list: Iterable<unknown> | AsyncIterable<unknown>,
  where: (index: number) => string,
): Entries {
  if (Array.isArray(list)) {
    for (const [index, element] of list.entries()) {
      const entry = toEntry(element, where(index));
      parseName(entry.name, entry.where);
    }
  }
  return async function* entries() {
    let index = 0;
    for await (const element of list) yield toEntry(element, where(index++));
  };
}

function toEntry(element: unknown, where: string): SourceEntry<unknown> {
  if (isName(element)) return { name: element, where, data: undefined };
  if (typeof element === 'object' && element !== null && 'name' in element && isName(element.name)) {
    return { name: element.name, where: `${where}.name`, data: 'data' in element ? element.data : undefined };
  }
  throw invalidArgument(
    where,
    "an object's name: a string, a URL, { bucket, key } or { name, data }",
    element,
  );
}

function isName(value: unknown): value is ObjectName {
  return typeof value === 'string' || value instanceof URL || isAddress(value);
}

function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return (
    typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}
