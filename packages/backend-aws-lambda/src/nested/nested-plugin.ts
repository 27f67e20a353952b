import type { ComputePlugin } from '@lithops/core/spec';
import type { CallingFunction } from './calling-function.js';
import type { Invocation } from './running-event.js';

/**
 * What executors inside a call run on: the function that runs the call, invoked with its own role. Not made by a define
 * function, which would bring along what most calls never need.
 */
export function nestedPlugin(caller: CallingFunction, invocation: Invocation): ComputePlugin {
  const { name, memoryMb, timeoutMs, packages } = caller.runtime;
  return {
    kind: 'compute',
    specVersion: 1,
    name: 'aws_lambda',
    sections: { aws_lambda: {} },
    worker: new URL(import.meta.url),
    options: {
      ...(name !== undefined && { runtime: name }),
      runtime_memory: memoryMb,
      runtime_timeout: timeoutMs / 1000,
      packages,
      worker_processes: caller.processes,
    },
    async create() {
      const { openNested } = await import('./nested-backend.js');
      return openNested(caller, invocation);
    },
  };
}
