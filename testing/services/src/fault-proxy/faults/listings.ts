import { randomUUID } from 'node:crypto';
import type { Fault } from '../fault.js';

/**
 * Gives listings in pages of so many keys, though the server would give more: `IsTruncated`, and a continuation token that
 * works. To be injected for all requests of `ListObjectsV2`.
 */
export function shortPages(keysPerPage: number): Fault {
  const rests = new Map<string, string>();
  const cut = (listing: string): string => {
    const { page, rest } = firstKeys(listing, keysPerPage);
    if (rest === undefined) return page;
    const token = randomUUID();
    rests.set(token, rest);
    return marked(page, token);
  };
  return async (exchange) => {
    const rest = rests.get(exchange.log.query['continuation-token'] ?? '');
    if (rest === undefined) await exchange.rewrite(cut);
    else await exchange.answer(200, cut(rest));
  };
}

/** A listing whose XML ends in the middle, as if that were all of it. */
export const malformedListing = (): Fault => (exchange) =>
  exchange.rewrite((listing) => listing.slice(0, listing.length / 2));

/** A listing in which the last keys are missing, with no sign of it: listings that lag behind look like this. */
export const incompleteListing =
  (keys: number): Fault =>
  (exchange) =>
    exchange.rewrite((listing) => firstKeys(listing, keys).page);

function firstKeys(listing: string, keys: number): { readonly page: string; readonly rest?: string } {
  const contents = listing.match(/<Contents>.*?<\/Contents>/gs) ?? [];
  if (contents.length <= keys) return { page: listing };
  const without = (dropped: readonly string[]): string =>
    dropped
      .reduce((text, entry) => text.replace(entry, ''), listing)
      .replace(/<KeyCount>\d+</, `<KeyCount>${contents.length - dropped.length}<`);
  return { page: without(contents.slice(keys)), rest: without(contents.slice(0, keys)) };
}

function marked(page: string, token: string): string {
  return page
    .replace(/<IsTruncated>\w+</, '<IsTruncated>true<')
    .replace(/<NextContinuationToken>[^<]*<\/NextContinuationToken>/, '')
    .replace(
      '</ListBucketResult>',
      `<NextContinuationToken>${token}</NextContinuationToken></ListBucketResult>`,
    );
}
