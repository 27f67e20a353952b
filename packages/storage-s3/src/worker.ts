// The worker half, a module of its own so that bundles of workers have only this.
export { awsS3, ceph, ibmCos, minio } from './plugins.js';
