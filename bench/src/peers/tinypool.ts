import { fileURLToPath } from 'node:url';
import { Tinypool } from 'tinypool';
import type { Peer } from './peer.js';

/** Child processes. @param module URL of a module with a default export */
export function tinypool(module: URL, workers: number): Peer {
  const pool = new Tinypool({
    filename: fileURLToPath(module),
    runtime: 'child_process',
    minThreads: workers,
    maxThreads: workers,
  });
  return {
    name: 'tinypool (processes)',
    call: (item) => pool.run(item),
    close: () => pool.destroy(),
  };
}
