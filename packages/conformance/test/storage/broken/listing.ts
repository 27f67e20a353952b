import type { StorageBackend, StoredObject } from '@lithops/core/spec';
import type { Break } from './breaking.js';

type Listing = AsyncIterable<readonly StoredObject[]>;

async function allOf(pages: Listing): Promise<readonly StoredObject[]> {
  const all: StoredObject[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** Changes what a listing has, as a whole, and gives it in pages of that size. */
function changed(
  honest: StorageBackend,
  change: (all: readonly StoredObject[]) => readonly StoredObject[],
  pageSize = 1000,
): Partial<StorageBackend> {
  return {
    async *list(bucket, prefix, options) {
      const all = change(await allOf(honest.list(bucket, prefix, options)));
      for (let at = 0; at < all.length; at += pageSize) yield all.slice(at, at + pageSize);
    },
  };
}

/** Knows of no second page. */
export const listsOnePage: Break = (honest) => changed(honest, (all) => all.slice(0, 1000));

/** Loses the last object of a full page. */
export const losesAtPageEnds: Break = (honest) =>
  changed(honest, (all) => (all.length > 1000 ? all.filter((_, i) => i !== 999) : all));

export const givesOnePage: Break = (honest) => changed(honest, (all) => all, Number.MAX_SAFE_INTEGER);

/** As JavaScript orders strings, which is by UTF-16. */
export const ordersByUtf16: Break = (honest) =>
  changed(honest, (all) => [...all].sort((a, b) => (a.key < b.key ? -1 : 1)));

/** As people order words. */
export const ordersByLocale: Break = (honest) =>
  changed(honest, (all) => [...all].sort((a, b) => a.key.localeCompare(b.key, 'en')));

/** Takes "*", "?" and "[…]" of a prefix for patterns. */
export const matchesPatterns: Break = (honest) => ({
  async *list(bucket, prefix, options) {
    const pattern = new RegExp(`^${prefix.replace(/[.+^$()|{}\\]/g, '\\$&').replace(/[*?]/g, '.$&')}`, 'u');
    for await (const page of honest.list(bucket, '', options))
      yield page.filter(({ key }) => pattern.test(key));
  },
});

/** Begins with what `startAfter` names. */
export const startsWithStartAfter: Break = (honest) => ({
  async *list(bucket, prefix, options = {}) {
    const { startAfter } = options;
    const isThere = startAfter?.startsWith(prefix) === true && startAfter !== prefix;
    if (isThere) {
      const first = await honest.head(bucket, startAfter).catch(() => undefined);
      if (first !== undefined) yield [first];
    }
    yield* honest.list(bucket, prefix, options);
  },
});

export const ignoresStartAfter: Break = (honest) => ({
  list: (bucket, prefix) => honest.list(bucket, prefix),
});

/** Knows folders only: a prefix that ends within a segment finds nothing. */
export const knowsFoldersOnly: Break = (honest) => ({
  async *list(bucket, prefix, options) {
    const isFolder = prefix === '' || prefix.endsWith('/');
    for await (const page of honest.list(bucket, prefix, options))
      yield isFolder ? page : page.filter(({ key }) => key === prefix || key.startsWith(`${prefix}/`));
  },
});

/** Lists from an index that is never told of what goes. */
export const listsTheDeleted: Break = (honest) => {
  const gone = new Map<string, StoredObject>();
  return {
    async delete(bucket, key) {
      const found = await honest.head(bucket, key).catch(() => undefined);
      if (found !== undefined) gone.set(`${bucket}/${key}`, found);
      await honest.delete(bucket, key);
    },
    async *list(bucket, prefix, options) {
      yield* honest.list(bucket, prefix, options);
      const left = [...gone].filter(
        ([name, { key }]) => name === `${bucket}/${key}` && key.startsWith(prefix),
      );
      if (left.length > 0) yield left.map(([, object]) => object);
    },
  };
};

/** Gives the number of the next object to whoever goes on: what is deleted meanwhile shifts it. */
export const pagesByPosition: Break = (honest) => ({
  async *list(bucket, prefix, options) {
    for (let at = 0; ; at += 1000) {
      const page = (await allOf(honest.list(bucket, prefix, options))).slice(at, at + 1000);
      if (page.length > 0) yield page;
      if (page.length < 1000) return;
    }
  },
});
