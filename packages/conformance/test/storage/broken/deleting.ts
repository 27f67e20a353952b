import type { Break } from './breaking.js';

/** As one request of a service takes them. */
export const deletesTheFirstThousand: Break = (honest) => ({
  deleteMany: (bucket, keys) => honest.deleteMany(bucket, keys.slice(0, 1000)),
});

/** Wants to know what it deletes. */
export const missesWhatItDeletes: Break = (honest) => ({
  async delete(bucket, key) {
    await honest.head(bucket, key);
    await honest.delete(bucket, key);
  },
});

/** A folder goes with all that is in it. */
export const deletesFolders: Break = (honest) => ({
  async delete(bucket, key) {
    await honest.delete(bucket, key);
    for await (const page of honest.list(bucket, `${key}/`))
      await honest.deleteMany(
        bucket,
        page.map((object) => object.key),
      );
  },
});

/** Makes a new bucket where there was one. */
export const emptiesBuckets: Break = (honest) => ({
  async createBucket(bucket) {
    await honest.createBucket(bucket);
    for await (const page of honest.list(bucket, ''))
      await honest.deleteMany(
        bucket,
        page.map(({ key }) => key),
      );
  },
});

/** Takes for garbage what is old. */
export const cleansObjects: Break = (honest) => ({
  async clean({ bucket = '' }) {
    const names: string[] = [];
    for await (const page of honest.list(bucket, '')) names.push(...page.map(({ key }) => key));
    await honest.deleteMany(bucket, names);
    return names;
  },
});

/** Ends every store of the plug-in with the first that is closed. */
export const closesForAll: () => Break = () => {
  let isClosed = false;
  return (honest) => ({
    async put(bucket, key, body, options) {
      if (isClosed) throw new Error('The connection is closed.');
      await honest.put(bucket, key, body, options);
    },
    async close() {
      isClosed = true;
    },
  });
};
