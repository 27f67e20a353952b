export type { GivenClient } from './given-client.js';
export { awsS3, ceph, ibmCos, minio, withClient } from './plugins.js';
