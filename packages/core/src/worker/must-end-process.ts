import { decodeReport } from '../wire/index.js';

/**
 * Whether the process that made this reply must take no more work: a call that could not be stopped may still run in it.
 * A backend's worker ends it once the reply is on its way.
 */
export function mustEndProcess(reply: Uint8Array<ArrayBuffer>): boolean {
  return decodeReport(reply).end?.tainted === true;
}
