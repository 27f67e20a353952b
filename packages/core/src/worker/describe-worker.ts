import { PROTOCOL } from '../wire/protocol.js';
import { bundledStores } from './storage-registry.js';

/** What a worker says of itself when it is asked instead of given work. */
export interface WorkerDescription {
  readonly lithops: 'worker';
  readonly protocol: string;
  /** Version of its Node.js. */
  readonly node: string;
  /** Plug-ins of the stores that lie in its bundle. */
  readonly stores: readonly string[];
}

/** For backends whose workers were deployed by somebody else: `workerMismatch` reads it on the other side. */
export function describeWorker(): WorkerDescription {
  return { lithops: 'worker', protocol: PROTOCOL, node: process.versions.node, stores: bundledStores() };
}
