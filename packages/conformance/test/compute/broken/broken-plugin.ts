import type { ActivationBackend, BackendBase, ComputePlugin, JobBackend } from '@lithops/core/spec';
import type { WorkerFleet } from '@lithops/testing-backends';
import { withMethods } from '../../../src/compute/with-methods.js';

/** A backend that breaks a promise, and the tests that must say so. */
export interface Broken {
  /** What it does, as the rest of a sentence: a backend that … */
  readonly that: string;
  readonly plugin: (fleet: WorkerFleet) => ComputePlugin;
  /** By the name of the test, what its message says. No other test of their groups may fail. */
  readonly fails: Readonly<Record<string, RegExp>>;
}

/** The plug-in, with something else in the place of some of its backend. */
export function broken(
  honest: ComputePlugin,
  breakIt: (backend: ActivationBackend) => Partial<ActivationBackend>,
): ComputePlugin {
  return changed(honest, (backend) => {
    if (backend.dispatch !== 'activation') throw new TypeError('Expected a backend with invoke.');
    return withMethods(backend, breakIt(backend));
  });
}

/** The same of a backend that takes whole jobs. */
export function brokenJobs(
  honest: ComputePlugin,
  breakIt: (backend: JobBackend) => Partial<JobBackend>,
): ComputePlugin {
  return changed(honest, (backend) => {
    if (backend.dispatch !== 'job') throw new TypeError('Expected a backend with submit.');
    return withMethods(backend, breakIt(backend));
  });
}

/** The plug-in, of which every backend has something else in the place of what all have. */
export function brokenBase(honest: ComputePlugin, breakIt: () => Partial<BackendBase>): ComputePlugin {
  return changed(honest, (backend) => {
    const methods = breakIt();
    return backend.dispatch === 'activation'
      ? withMethods<ActivationBackend>(backend, methods)
      : withMethods<JobBackend>(backend, methods);
  });
}

function changed(
  honest: ComputePlugin,
  change: (backend: ActivationBackend | JobBackend) => ActivationBackend | JobBackend,
): ComputePlugin {
  return {
    ...honest,
    create: async (sections, context) => change(await honest.create(sections, context)),
  };
}

/** Never comes. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
