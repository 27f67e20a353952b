import type { RuntimeHandle } from '@lithops/core/spec';
import type { CommonOptions } from '../common-options.js';

/** Options of `lithops runtime deploy`, `list` and `delete`. */
export interface RuntimeOptions extends CommonOptions {
  /** Megabytes. */
  readonly memory?: number | undefined;
  /** Seconds. */
  readonly timeout?: number | undefined;
  readonly json?: boolean | undefined;
}

/** One text for each thing that there is to know about a runtime; the names are the columns of a list. */
export function runtimeFields({ id, spec }: RuntimeHandle): Readonly<Record<string, string>> {
  const { name, memoryMb, timeoutMs, packages } = spec;
  return {
    id,
    image: name ?? '(managed Node.js)',
    memory: isDeployed({ spec }) ? `${memoryMb} MB` : '',
    timeout: isDeployed({ spec }) ? `${timeoutMs / 1000} s` : '',
    packages: packages.join(' '),
  };
}

/** An image that was built and of which nothing is deployed has neither memory nor time. */
export function isDeployed({ spec }: Pick<RuntimeHandle, 'spec'>): boolean {
  return spec.timeoutMs > 0;
}

/** For people: `lithops-…-worker-… (256 MB, 180 s)`. */
export function described(runtime: RuntimeHandle): string {
  const { id, memory, timeout } = runtimeFields(runtime);
  return memory === '' ? `${id}` : `${id} (${memory}, ${timeout})`;
}
