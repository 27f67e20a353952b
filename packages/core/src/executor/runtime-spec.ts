import { createHash } from 'node:crypto';
import type { Configuration } from '../config/index.js';
import type { RuntimeSpec, WorkerBundle } from '../spec/runtime.js';

const DEFAULT_MEMORY_MB = 256;

/**
 * The runtime that the configuration asks for; same settings and same worker code, same hash. On this machine there is no
 * memory limit unless one is set.
 */
export function runtimeSpecOf(
  { worker, lithops, mode }: Pick<Configuration, 'worker' | 'lithops' | 'mode'>,
  bundle: WorkerBundle,
  memoryMb: number | undefined,
): RuntimeSpec {
  const parts = {
    name: worker.runtime,
    memoryMb: memoryMb ?? worker.runtimeMemoryMb ?? (mode === 'localhost' ? 0 : DEFAULT_MEMORY_MB),
    timeoutMs: worker.runtimeTimeoutMs ?? lithops.executionTimeoutMs + RUNTIME_MARGIN_MS,
    packages: [...(worker.packages ?? [])].sort(),
  };
  const hash = createHash('sha256')
    .update(JSON.stringify([parts, bundle.hash]))
    .digest('hex');
  return { ...parts, hash };
}

/** A runtime lives this much longer than a call may: time to report. */
const RUNTIME_MARGIN_MS = 5000;

/** How long calls may take in a runtime that ends at its own limit. Short ones leave at least half of it to them. */
export function callLimitWithin(runtimeTimeoutMs: number): number {
  return Math.max(runtimeTimeoutMs - RUNTIME_MARGIN_MS, Math.ceil(runtimeTimeoutMs / 2));
}
