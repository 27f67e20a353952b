export { type Obj, objOver } from './obj.js';
export type { NamedObject, ObjectAddress, ObjectName } from './object-name.js';
export { addressOf, isLastPart, type ObjectPart, type ObjectPlace } from './object-part.js';
export { type ObjectPartition, openPartition } from './object-partition.js';
export type { ObjectReaders, OpenedReaders, UrlLimits } from './object-readers.js';
export { isObjectSource, type ObjectSource } from './object-source.js';
export { checkPartitionOptions, type PartitionOptions } from './partition-options.js';
export { partsOf } from './plan-parts.js';
