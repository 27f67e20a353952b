import { type ObjectAddress, openPartition } from '../objects/index.js';
import { type ActivationPayload, garbage, isObjectPart, isObjectResults } from '../wire/index.js';
import { lineLogger } from './line-logger.js';
import type { WorkerHost } from './worker-host.js';

/** What the function gets, and which object it is about where `ctx` says so. */
export interface OpenedItem {
  readonly item: unknown;
  readonly object: ObjectAddress | undefined;
}

/** One item as it came, and where it came. */
export interface ClosedItem {
  readonly payload: ActivationPayload;
  readonly host: WorkerHost;
  readonly index: number;
  readonly item: unknown;
}

/**
 * Makes of an item what the function takes. Nothing is read of an object before the function asks for it.
 * @throws {LithopsError} `LITHOPS_PROTOCOL` for an item of another kind than the job's.
 */
export function openItem({ payload, host, index, item }: ClosedItem): OpenedItem {
  switch (payload.itemKind) {
    case 'value':
      return { item, object: undefined };
    case 'object-part': {
      if (!isObjectPart(item)) throw garbage('an item that is no part of an object');
      const readers = {
        storage: () => host.openStorage(payload.storage),
        warn: (message: string) => lineLogger(payload, index).warn(message),
      };
      return { item: openPartition(item, readers), object: undefined };
    }
    case 'object-results':
      if (!isObjectResults(item)) throw garbage('an item that is not what the parts of an object came to');
      return { item: item.results, object: item.object };
  }
}
