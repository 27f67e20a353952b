import { awsSection, checkGivenClient } from '@lithops/aws';
import { LithopsError } from '@lithops/core';
import {
  defineStoragePlugin,
  type Factory,
  type PluginContext,
  type StorageBackend,
  type StoragePlugin,
} from '@lithops/core/spec';
import type { GivenClient } from './given-client.js';
import { bucketPolicies } from './s3-policies.js';
import { awsS3Section, ibmCosSection, serverSection } from './s3-sections.js';
import { type S3Settings, type SectionValues, settingsOf } from './s3-settings.js';

const worker = new URL('./worker.js', import.meta.url);

/**
 * `storage: aws_s3`: Amazon S3, with what section `aws` says where its own says nothing.
 *
 * @example
 * import { FunctionExecutor } from '@lithops/core';
 * import { awsS3 } from '@lithops/storage-s3';
 *
 * await using exec = new FunctionExecutor({ storage: awsS3({ storageBucket: 'my-lithops-data', region: 'eu-west-1' }) });
 */
export const awsS3: Factory<typeof awsS3Section, StoragePlugin> = defineStoragePlugin({
  name: 'aws_s3',
  section: awsS3Section,
  shared: { aws: awsSection },
  worker,
  create: (section, context) => open(settingsOf('aws_s3', section), context),
  policies: ({ region }, context) => bucketPolicies(region, context),
});

/** `storage: ceph`: the S3 gateway of a Ceph cluster. */
export const ceph: Factory<typeof serverSection, StoragePlugin> = defineStoragePlugin({
  name: 'ceph',
  section: serverSection,
  worker,
  create: (section, context) => open(settingsOf('ceph', section), context),
});

/** `storage: minio`: a MinIO server. */
export const minio: Factory<typeof serverSection, StoragePlugin> = defineStoragePlugin({
  name: 'minio',
  section: serverSection,
  worker,
  create: (section, context) => open(settingsOf('minio', section), context),
});

/** `storage: ibm_cos`: IBM Cloud Object Storage, with HMAC credentials. */
export const ibmCos: Factory<typeof ibmCosSection, StoragePlugin> = defineStoragePlugin({
  name: 'ibm_cos',
  section: ibmCosSection,
  worker,
  create: (section, context) => open(settingsOf('ibm_cos', section), context),
});

/**
 * The same storage over a client of your own, or with options for one, which win over the configuration. Worker processes
 * cannot get it: it is for programs that use `Storage`, and for backends that run calls in this process.
 *
 * @example
 * import { S3Client } from '@aws-sdk/client-s3';
 * import { Storage } from '@lithops/core';
 * import { awsS3, withClient } from '@lithops/storage-s3';
 *
 * const client = new S3Client({ region: 'eu-west-1', maxAttempts: 5 });
 * await using storage = new Storage({ storage: withClient(awsS3({ region: 'eu-west-1' }), client) });
 * @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for a client of another service.
 */
export function withClient(plugin: StoragePlugin, client: GivenClient): StoragePlugin {
  checkGivenClient('S3', client);
  const section = sectionNames.find((name) => name === plugin.name);
  if (section === undefined) throw notOurs(plugin.name);
  return {
    ...plugin,
    worker,
    isInProcess: true,
    create(checked, context) {
      const values: Readonly<Record<string, SectionValues>> = checked;
      const own = values[section];
      if (own === undefined)
        throw new TypeError(`Expected the section "${section}" to create the store from.`);
      return open(settingsOf(section, own), context, client);
    },
  };
}

const sectionNames = ['aws_s3', 'ceph', 'minio', 'ibm_cos'] as const;

function notOurs(name: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected a storage of this package (${sectionNames.join(', ')}) to give a client to, got "${name}".`,
  });
}

/** The SDK takes its time to load: only who stores something pays for it. */
async function open(
  settings: S3Settings,
  context: PluginContext,
  client?: GivenClient,
): Promise<StorageBackend> {
  const { openStore } = await import('./s3-store.js');
  return openStore(settings, context, client);
}
