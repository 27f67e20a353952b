import { faast } from 'faastjs';
import * as functions from '../workers/faast-functions.mjs';
import type { Peer } from './peer.js';

/** Its local provider: child processes. */
export async function faastLocal(workers: number): Promise<Peer> {
  const opened = await faast('local', functions, { concurrency: workers, childProcess: true, gc: 'off' });
  return {
    name: 'faast.js local (processes)',
    call: (item) => opened.functions.noOp(item),
    close: () => opened.cleanup(),
  };
}
