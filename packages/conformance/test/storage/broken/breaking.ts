import {
  defineSection,
  defineStoragePlugin,
  type StorageBackend,
  type StoragePlugin,
} from '@lithops/core/spec';
import { memoryStorage, openStorage } from '@lithops/core/testing';

/** A store that is broken in one place, over one that keeps its promises. */
export type Break = (honest: StorageBackend) => Partial<StorageBackend>;

/** The plug-in of such a store. All that is opened of it has the same objects. */
export function broken(breaks: Break): StoragePlugin {
  const memory = memoryStorage();
  return defineStoragePlugin({
    name: 'broken',
    section: defineSection({}),
    worker: new URL(import.meta.url),
    isInProcess: true,
    create: async () => {
      const honest = await openStorage(memory);
      return { ...handingOn(honest), ...breaks(honest) };
    },
  });
}

/** A class's methods are no properties of its own: this can be spread. */
function handingOn(honest: StorageBackend): StorageBackend {
  return {
    specVersion: 1,
    name: 'broken',
    put: (...given) => honest.put(...given),
    get: (...given) => honest.get(...given),
    getStream: (...given) => honest.getStream(...given),
    head: (...given) => honest.head(...given),
    delete: (...given) => honest.delete(...given),
    deleteMany: (...given) => honest.deleteMany(...given),
    list: (...given) => honest.list(...given),
    createBucket: (...given) => honest.createBucket(...given),
    bucketExists: (...given) => honest.bucketExists(...given),
    close: () => honest.close(),
  };
}
