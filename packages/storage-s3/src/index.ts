export type { GivenClient } from './given-client.js';
export { awsS3, awsS3 as default, ceph, ibmCos, minio, withClient } from './plugins.js';
