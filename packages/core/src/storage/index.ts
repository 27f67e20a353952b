export type { Body } from './body.js';
export { CloudObject } from './cloud-object.js';
export type { Listing } from './listing.js';
export { Storage } from './storage.js';
export type {
  CloudObjectOptions,
  GetOptions,
  ObjectInfo,
  PutOptions,
  StorageSource,
} from './storage-options.js';
