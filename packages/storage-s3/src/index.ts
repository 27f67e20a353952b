/**
 * Storage in Amazon S3, Ceph, MinIO and IBM Cloud Object Storage.
 *
 * @packageDocumentation
 */
export type { GivenClient } from './given-client.js';
export { awsS3, ceph, ibmCos, minio, withClient } from './plugins.js';
