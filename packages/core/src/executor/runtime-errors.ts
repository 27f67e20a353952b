import { LithopsError } from '../errors/lithops-error.js';
import type { RuntimeHandle } from '../spec/runtime.js';
import { shellQuoted } from '../util/shell-quote.js';

/** What `deploy: 'never'` relies on is not there. */
export function notDeployed(
  { id, spec }: RuntimeHandle,
  backend: string,
  isCustomized: boolean,
): LithopsError {
  const { name, memoryMb, timeoutMs } = spec;
  const parts = [
    `lithops runtime deploy -b ${backend}`,
    ...(name === undefined ? [] : [shellQuoted(name)]),
    `--memory ${memoryMb} --timeout ${Math.ceil(timeoutMs / 1000)}`,
  ];
  const fix = isCustomized
    ? 'With customized_runtime it is made by a program that runs this function and may deploy'
    : `Deploy it, with this configuration and these versions of our packages: \`${parts.join(' ')}\``;
  return new LithopsError({
    code: 'LITHOPS_RUNTIME_MISSING',
    message: `Expected the runtime ${id} to be deployed on ${backend}, because of deploy: 'never', found none. ${fix}`,
  });
}

/** A function can be added to an archive, not to an image. */
export function imageIsNotCustomized(runtime: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected no image together with customized_runtime, got "${runtime}": functions are deployed with archives only. Leave out one of the two; code that an image is to have can be put there by its Dockerfile.`,
  });
}

/** A backend has no such method. */
export function unsupported(backend: string, what: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message: `Expected a backend that supports ${what}, got "${backend}", which does not.`,
  });
}
