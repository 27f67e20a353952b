import { isRecord } from './envelope.js';
import { isSameProtocol, PROTOCOL } from './protocol.js';

/**
 * Why a worker cannot work for this program, by what `describeWorker` said there; `undefined`: it can.
 *
 * @param answer - what came, parsed
 * @param store - the plug-in of the executor's store; `undefined`: workers need none
 */
export function workerMismatch(answer: unknown, store: string | undefined): string | undefined {
  if (!isRecord(answer) || answer['lithops'] !== 'worker')
    return 'an answer that no worker of Lithops gives.';
  const { protocol, stores } = answer;
  if (!isSameProtocol(protocol))
    return `one of protocol ${String(protocol)}, where this program has ${PROTOCOL}.`;
  if (store === undefined || (Array.isArray(stores) && stores.includes(store))) return undefined;
  return `one that cannot open the store "${store}": it was built with ${Array.isArray(stores) && stores.length > 0 ? stores.join(', ') : 'none'}.`;
}
