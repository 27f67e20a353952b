export { awsS3, awsS3 as default, ceph, ibmCos, minio } from './plugins.js';
