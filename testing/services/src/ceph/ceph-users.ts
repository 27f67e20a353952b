import { randomBytes } from 'node:crypto';
import type { S3Credentials } from '../s3/s3-server.js';
import type { CephCommands } from './ceph-commands.js';

/** What a user may do beside reading and writing what is theirs. */
export interface CephUserOptions {
  /** Default: `true`. */
  readonly mayMakeBuckets?: boolean | undefined;
}

/** Makes a user with keys of the usual shape: the secret holds characters that URLs and shells would take amiss. */
export async function createUser(
  commands: CephCommands,
  deadline: AbortSignal,
  name: string,
  { mayMakeBuckets = true }: CephUserOptions = {},
): Promise<S3Credentials> {
  const accessKeyId = randomBytes(10).toString('hex').toUpperCase();
  const secretAccessKey = `${randomBytes(28).toString('base64').slice(0, 37)}/+a`;
  const keys = [`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`];
  const limit = `--max-buckets=${mayMakeBuckets ? 0 : -1}`; // 0: no limit
  const user = [`--uid=${name}`, `--display-name=${name}`, ...keys, limit];
  await commands.run(deadline, 'radosgw-admin', 'user', 'create', ...user);
  return { accessKeyId, secretAccessKey };
}
