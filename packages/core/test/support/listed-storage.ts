import type { StorageBackend, StoragePlugin, StoredObject } from '@lithops/core/spec';
import { memoryStorage } from '@lithops/core/testing';

/** A store in memory that says of its listings what a test wants it to say. */
export function storageListing(pages: () => AsyncIterable<readonly StoredObject[]>): StoragePlugin {
  const plugin = memoryStorage();
  return {
    ...plugin,
    create: async (...given) => listing(await plugin.create(...given), pages),
  };
}

function listing(store: StorageBackend, pages: () => AsyncIterable<readonly StoredObject[]>): StorageBackend {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'list') return pages;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Objects as a listing tells of them. */
export function listed(from: number, count: number): readonly StoredObject[] {
  return Array.from({ length: count }, (_, n) => ({
    key: `k${String(from + n).padStart(8, '0')}`,
    size: 10,
    lastModified: new Date(0),
    etag: undefined,
  }));
}
