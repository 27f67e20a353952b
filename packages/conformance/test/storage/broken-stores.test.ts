import { memoryStorage } from '@lithops/core/testing';
import { describe, expect, it } from 'vitest';
import { storageSuite } from '../../src/index.js';
import { type Failure, Recorded } from '../recorded.js';
import { type Break, broken } from './broken/breaking.js';
import * as deleting from './broken/deleting.js';
import * as listing from './broken/listing.js';
import * as reading from './broken/reading.js';
import * as writing from './broken/writing.js';

/** What is broken, and the promise that it breaks, as far as the suite must name it. */
const cases: Readonly<Record<string, readonly [Break, string]>> = {
  'looks first and writes then': [writing.looksThenWrites, 'ifNoneMatch lets one of 20 writers win'],
  'ignores ifNoneMatch': [writing.ignoresIfNoneMatch, 'ifNoneMatch is LITHOPS_OBJECT_EXISTS'],
  'keeps half a stream': [writing.keepsHalfStreams, 'a stream that is put leaves nothing when it breaks'],
  'appends to objects': [writing.appends, 'a stream that is put is no object before its end'],
  'cuts streams that are put': [writing.truncatesStreams, 'a stream that is put may be large'],
  'stores more than the array': [writing.storesWholeBuffers, 'an object is only the part of a buffer'],
  'drops empty objects': [writing.dropsEmptyObjects, 'an object may be empty'],
  'makes buckets when it writes': [writing.makesBuckets, 'what is missing is LITHOPS_NO_SUCH_BUCKET'],
  'ignores ranges': [reading.ignoresRange, 'a range from 0 to 0'],
  'takes the end of a range for exclusive': [reading.exclusiveRangeEnd, 'a range from 3 to 5'],
  'ignores ifMatch': [reading.ignoresIfMatch, 'an etag as ifMatch reads nothing of another content'],
  'shares its answers': [reading.sharesAnswers, 'an object stays as it was put when the caller changes'],
  'gives buffers': [reading.givesBuffers, 'an object comes as a plain Uint8Array'],
  'cuts streams that are read': [reading.cutsStreams, 'an object may be large'],
  'reads two contents in one stream': [reading.tearsStreams, 'a stream that is read is of one content'],
  'waits for readers': [reading.oneAtATime, 'a stream that is read holds nothing up'],
  'has error codes of its own': [reading.otherCodes, 'what is missing is LITHOPS_NO_SUCH_KEY for a key'],
  'tells no times': [reading.noTimes, 'what is told of an object is its key, its size'],
  'has etags that mean nothing': [reading.weakEtags, 'an etag is another one for another content'],
  'lists one page': [listing.listsOnePage, 'a listing of 2,001 objects comes in pages'],
  'loses what ends a page': [listing.losesAtPageEnds, 'a listing of 2,001 objects comes in pages'],
  'lists all in one page': [listing.givesOnePage, 'a listing of 2,001 objects comes in pages'],
  'orders by UTF-16': [listing.ordersByUtf16, 'a listing is in the order of UTF-8 bytes'],
  'orders as people do': [listing.ordersByLocale, 'a listing is in the order of UTF-8 bytes'],
  'takes prefixes for patterns': [listing.matchesPatterns, 'a listing takes every character of the prefix'],
  'begins with startAfter': [listing.startsWithStartAfter, 'a listing starts behind startAfter'],
  'ignores startAfter': [listing.ignoresStartAfter, 'a listing starts behind startAfter'],
  'knows folders only': [listing.knowsFoldersOnly, 'a listing holds what begins with the prefix'],
  'lists what is deleted': [listing.listsTheDeleted, 'what is deleted is gone at once'],
  'counts pages by position': [
    listing.pagesByPosition,
    'a listing of 2,001 objects goes on behind what is deleted',
  ],
  'deletes no more than 1,000': [deleting.deletesTheFirstThousand, 'what is deleted may be more than 1,000'],
  'misses what it deletes': [deleting.missesWhatItDeletes, 'what is deleted may never have been'],
  'deletes folders': [deleting.deletesFolders, 'what is deleted takes nothing with it'],
  'empties buckets': [deleting.emptiesBuckets, 'a bucket can be created again'],
  'cleans objects away': [deleting.cleansObjects, 'clean takes no object'],
  'closes for all': [deleting.closesForAll(), 'close ends what goes on'],
};

async function failuresOf(create: () => ReturnType<typeof memoryStorage>): Promise<readonly Failure[]> {
  const options = { create, keys: 'paths', onLeftOut: () => undefined } as const;
  const suite = new Recorded((runner) => storageSuite(runner, options));
  expect(suite.tests.length).toBeGreaterThan(60);
  return await suite.failures();
}

describe('the storage suite', () => {
  it('finds nothing to blame in a store that keeps its promises', async () => {
    expect(await failuresOf(() => memoryStorage())).toEqual([]);
    expect(await failuresOf(() => broken(() => ({})))).toEqual([]);
  });

  it.each(Object.entries(cases))(
    'catches a store that %s, and names the promise',
    async (_, [breaks, promise]) => {
      const failures = await failuresOf(() => broken(breaks));
      const named = failures.filter(({ message }) => message.startsWith(`Broken promise: ${promise}`));
      expect(named, failures.map(({ message }) => message).join('\n')).not.toEqual([]);
      // It is broken in one place, and blamed for little else.
      expect(failures.length).toBeLessThan(30);
    },
  );
});
