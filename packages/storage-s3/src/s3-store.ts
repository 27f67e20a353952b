import type { PluginContext, StorageBackend } from '@lithops/core/spec';
import type { GivenClient } from './given-client.js';
import { S3Connection } from './s3-connection.js';
import type { S3Settings } from './s3-settings.js';
import { S3Storage } from './s3-storage.js';
import { leaseConnection, ownConnection } from './shared-connections.js';

/** Opens a store. @param client - one to use instead of the process' own, or options for one */
export function openStore(
  settings: S3Settings,
  context: PluginContext,
  client?: GivenClient,
): StorageBackend {
  const lease =
    client === undefined ? leaseConnection(settings) : ownConnection(new S3Connection(settings, client));
  return new S3Storage(lease, context);
}
