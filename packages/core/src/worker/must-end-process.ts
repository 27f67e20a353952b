import { decodeReports } from '../wire/index.js';

/**
 * Whether the process that made this reply must take no more work: a call that could not be stopped may still run in it.
 * A backend's worker ends it once the reply is on its way. Of a reply that several processes have made, what counts is what
 * the last one says, the process that put it together.
 */
export function mustEndProcess(reply: Uint8Array<ArrayBuffer>): boolean {
  return decodeReports(reply).at(-1)?.end?.tainted === true;
}
