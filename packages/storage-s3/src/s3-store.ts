export { S3Connection } from './s3-connection.js';
export { S3Storage } from './s3-storage.js';
