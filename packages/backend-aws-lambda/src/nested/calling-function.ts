import type { RuntimeSpec } from '@lithops/core/spec';
import type { InvokeSettings, LambdaSettings } from '../settings/lambda-settings.js';

/** What the client tells a function about itself, so that executors inside its calls can invoke it. */
export interface CallingFunction {
  /** As it is configured; `undefined`: the service of the region. */
  readonly endpoint?: string | undefined;
  readonly architecture: LambdaSettings['architecture'];
  readonly ephemeralStorageMb: number;
  readonly maxWorkers: number;
  readonly sockets: number;
  /** Calls that run at once in a worker. */
  readonly processes: number;
  readonly runtime: Pick<RuntimeSpec, 'name' | 'memoryMb' | 'timeoutMs' | 'packages'>;
}

/** Settings that functions are told of, and those to invoke them with. */
export type ToldSettings = InvokeSettings &
  Pick<LambdaSettings, 'architecture' | 'ephemeralStorageMb' | 'maxWorkers' | 'processes'>;

export function callingFunction(
  { endpoint, architecture, ephemeralStorageMb, maxWorkers, sockets, processes }: ToldSettings,
  { name, memoryMb, timeoutMs, packages }: RuntimeSpec,
): CallingFunction {
  return {
    endpoint,
    architecture,
    ephemeralStorageMb,
    maxWorkers,
    sockets,
    processes,
    runtime: { name, memoryMb, timeoutMs, packages },
  };
}
