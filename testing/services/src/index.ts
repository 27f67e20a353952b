export { type Ceph, type CephOptions, startCeph } from './ceph/ceph.js';
export type { CephUserOptions } from './ceph/ceph-users.js';
export { ensureCephInstalled } from './install/ceph-packages.js';
export type { S3Credentials, S3Server } from './s3/s3-server.js';
