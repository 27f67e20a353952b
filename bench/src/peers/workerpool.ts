import { fileURLToPath } from 'node:url';
import { pool as openPool } from 'workerpool';
import type { Peer } from './peer.js';

/** Child processes. @param module URL of a module with a default export */
export function workerpool(module: URL, workers: number): Peer {
  const script = fileURLToPath(new URL('../workers/workerpool-worker.mjs', import.meta.url));
  const pool = openPool(script, {
    workerType: 'process',
    minWorkers: workers,
    maxWorkers: workers,
    forkArgs: [module.href],
  });
  return {
    name: 'workerpool (processes)',
    call: (item) => pool.exec('call', [item]),
    close: async () => await pool.terminate(),
  };
}
