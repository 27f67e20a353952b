import { S3Connection } from './s3-connection.js';
import type { S3Settings } from './s3-settings.js';

interface Shared {
  readonly connection: S3Connection;
  users: number;
}

const shared = new Map<string, Shared>();

/** What else decides where the SDK goes, and as whom. */
const variables = [
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_S3',
  'AWS_REGION',
  'AWS_PROFILE',
  'AWS_ACCESS_KEY_ID',
];

/** A connection, for as long as somebody uses it. */
export interface Lease {
  readonly connection: S3Connection;
  release(): void;
}

/**
 * The process' one connection with these settings: executors and stores share its sockets, its credentials, and what it has
 * learnt of the service's limits.
 */
export function leaseConnection(settings: S3Settings): Lease {
  const key = JSON.stringify([settings, variables.map((name) => process.env[name])]);
  const known = shared.get(key) ?? { connection: new S3Connection(settings), users: 0 };
  shared.set(key, known);
  known.users++;
  let isReleased = false;
  return {
    connection: known.connection,
    release() {
      if (isReleased) return;
      isReleased = true;
      known.users--;
      if (known.users > 0) return;
      shared.delete(key);
      known.connection.close();
    },
  };
}

/** A connection of its own, over a client that somebody made. */
export function ownConnection(connection: S3Connection): Lease {
  return { connection, release: () => connection.close() };
}
