import { awsSection } from '@lithops/aws';
import { defineStoragePlugin, type PluginContext, type StorageBackend } from '@lithops/core/spec';
import { awsS3Section, ibmCosSection, serverSection } from './s3-sections.js';
import { type S3Settings, settingsOf } from './s3-settings.js';

const worker = new URL('./worker.js', import.meta.url);

/** `storage: aws_s3`: Amazon S3, with what section `aws` says where its own says nothing. */
export const awsS3 = defineStoragePlugin({
  name: 'aws_s3',
  section: awsS3Section,
  shared: { aws: awsSection },
  worker,
  create: (section, context) => open(settingsOf('aws_s3', section), context),
});

/** `storage: ceph`: the S3 gateway of a Ceph cluster. */
export const ceph = defineStoragePlugin({
  name: 'ceph',
  section: serverSection,
  worker,
  create: (section, context) => open(settingsOf('ceph', section), context),
});

/** `storage: minio`: a MinIO server. */
export const minio = defineStoragePlugin({
  name: 'minio',
  section: serverSection,
  worker,
  create: (section, context) => open(settingsOf('minio', section), context),
});

/** `storage: ibm_cos`: IBM Cloud Object Storage, with HMAC credentials. */
export const ibmCos = defineStoragePlugin({
  name: 'ibm_cos',
  section: ibmCosSection,
  worker,
  create: (section, context) => open(settingsOf('ibm_cos', section), context),
});

/** The SDK takes its time to load: only who stores something pays for it. */
async function open(settings: S3Settings, context: PluginContext): Promise<StorageBackend> {
  const { S3Connection, S3Storage } = await import('./s3-store.js');
  return new S3Storage(new S3Connection(settings), context);
}
