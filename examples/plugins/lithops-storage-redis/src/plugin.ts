import { defineSection, defineStoragePlugin } from '@lithops/core/spec';

/** `storage: redis`: objects in a Redis server, which all workers can reach. */
export const redis = defineStoragePlugin({
  name: 'redis',
  section: defineSection({
    url: {
      type: 'string',
      required: true,
      secret: true,
      doc: 'Address with its password: redis://user:password@host:6379/0, or rediss:// with TLS',
    },
    storage_bucket: { type: 'string', doc: 'Bucket of temporary data; wins over lithops.storage_bucket' },
    key_prefix: { type: 'string', default: 'lithops:', doc: 'What all keys in Redis begin with' },
    connect_timeout: {
      type: 'number',
      unit: 's',
      above: 0,
      default: 5,
      doc: 'How long a connection may take to come up',
    },
    max_object_size: {
      type: 'number',
      unit: 'MB',
      above: 0,
      default: 512,
      doc: 'Largest object; no more than what the server allows as proto-max-bulk-len',
    },
  }),
  worker: new URL('./worker.js', import.meta.url),
  // The client takes its time to load: only who stores something pays for it.
  create: async (section, context) => (await import('./redis-storage.js')).openRedis(section, context),
});
