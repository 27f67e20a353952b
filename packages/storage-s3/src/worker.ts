/**
 * The storages as workers open them: a module of its own, so that bundles of workers have only this.
 *
 * @packageDocumentation
 */
export { awsS3, ceph, ibmCos, minio } from './plugins.js';
