import { Piscina } from 'piscina';
import type { Peer } from './peer.js';

/** Threads. @param module URL of a module with a default export */
export function piscina(module: URL, workers: number): Peer {
  const pool = new Piscina({ filename: module.href, minThreads: workers, maxThreads: workers });
  return {
    name: 'piscina (threads)',
    call: (item) => pool.run(item),
    close: () => pool.destroy(),
  };
}
