import { readAhead } from '../util/read-ahead.js';
import { type FoundObject, findObjects } from './find-objects.js';
import { nominalRanges } from './nominal-ranges.js';
import type { ObjectPart } from './object-part.js';
import type { ObjectReaders } from './object-readers.js';
import { entriesOf, type ObjectSource, type SourceEntry } from './object-source.js';
import { parseName } from './parse-name.js';
import { checkPartitionOptions, type PartitionOptions } from './partition-options.js';
import { printableUrl } from './printable-url.js';

/** Names that are looked up before their parts are asked for. */
const lookedUpAhead = 16;

/**
 * The parts of all objects that a source names: in the order of names, then listing, then parts. Names and listings are
 * read as far as parts are asked for, and a few names ahead.
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for names and options, `LITHOPS_NO_SUCH_KEY`, `LITHOPS_NO_SUCH_BUCKET`,
 * `LITHOPS_NO_LENGTH`, `LITHOPS_OBJECT_UNREADABLE` where a name's turn comes; after that there are no more parts.
 */
export async function* partsOf<X>(
  source: ObjectSource<X>,
  options: PartitionOptions,
  readers: ObjectReaders,
): AsyncGenerator<ObjectPart<X>, void, undefined> {
  checkPartitionOptions(options);
  const newline = options.newline === undefined ? '\n' : options.newline;
  const warned = new Set<string>();
  let object = 0;
  const lookUp = async ({ name, where, data }: SourceEntry<X>) => ({
    data,
    objects: await findObjects(parseName(name, where), readers),
  });
  for await (const { data, objects } of readAhead(entriesOf(source), lookedUpAhead, lookUp)) {
    for await (const found of objects) {
      for (const range of nominalRanges(found.size, options)) {
        if (range.totalParts > 1) warnOnce(found, warned, readers);
        yield { ...found, ...range, object, newline, data };
      }
      object += 1;
    }
  }
}

/** Each part reads all that comes before it: right, but somebody should know. */
function warnOnce({ place, ranged }: FoundObject, warned: Set<string>, readers: ObjectReaders): void {
  if (ranged || place.kind !== 'url' || warned.has(place.href)) return;
  warned.add(place.href);
  readers.warn(
    `${printableUrl(place.href)} is on a server that gives no ranges: every part reads it from the start. ` +
      'Leave objChunkSize and objChunkNumber out, or store it in a bucket first.',
  );
}
