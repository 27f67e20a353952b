import assert from 'node:assert/strict';
import type { FunctionExecutor } from '@lithops/core';
import type { RuntimeHandle, RuntimeSpec, WorkerBundle } from '@lithops/core/spec';
import { failureOf } from '../ends.js';
import type { PromiseGroup } from './promised.js';
import type { SuitePlatform } from './suite-platform.js';
import { both, has, leavesRuntimes, takesActivations } from './unless.js';
import type { Watch } from './watch.js';

/** What core has asked for, to be asked for again. */
interface Deployment {
  readonly exec: FunctionExecutor;
  readonly watch: Watch;
  readonly spec: RuntimeSpec;
  readonly worker: WorkerBundle;
  deploy(signal?: AbortSignal): Promise<RuntimeHandle>;
}

/** Runs a call, so that a runtime is there, and hands over how that was deployed. */
async function deployed(platform: SuitePlatform, test: (of: Deployment) => Promise<void>): Promise<void> {
  await platform.run(async (exec, watch) => {
    assert.equal(await exec.callAsync((n: number) => n + 1, 1), 2);
    const [asked] = watch.deployments;
    assert.ok(asked !== undefined, 'core has deployed no runtime');
    const { spec, worker } = asked;
    const deploy = (signal = new AbortController().signal): Promise<RuntimeHandle> =>
      platform.patience.soon(
        watch.backend.deployRuntime(spec, worker, signal),
        'deployRuntime had not ended',
      );
    await test({ exec, watch, spec, worker, deploy });
  });
}

/** Runtimes: made to exist, as often as one likes. */
export const deploying: PromiseGroup = {
  title: 'deployRuntime',
  promises: [
    {
      name: 'gives the same runtime for the same spec',
      promise: 'deployRuntime is idempotent: what is there already is found again',
      test: (platform) =>
        deployed(platform, async ({ watch, deploy }) => {
          const first = watch.runtimes[0]?.id;
          assert.equal((await deploy()).id, first, 'deployed a second time, the runtime has another id');
        }),
    },
    {
      name: 'gives the same runtime to all who deploy at once',
      promise: 'deployRuntime is idempotent: those who deploy at the same time get one runtime',
      test: (platform) =>
        deployed(platform, async ({ exec, deploy }) => {
          const handles = await Promise.all([deploy(), deploy(), deploy()]);
          assert.equal(
            new Set(handles.map(({ id }) => id)).size,
            1,
            'three deployments gave runtimes of several ids',
          );
          assert.equal(await exec.callAsync((n: number) => n + 1, 2), 3);
        }),
    },
    {
      name: 'gives jobs of other memory runtimes of their own, and keeps the first',
      promise: 'deployRuntime makes the runtime of each spec, and the others stay',
      test: (platform) =>
        platform.run(async (exec, watch) => {
          assert.equal(await exec.callAsync((n: number) => n + 1, 1), 2);
          const memoryMb = (watch.runtimes[0]?.spec.memoryMb ?? 0) + 256;
          const options = { runtimeMemoryMb: memoryMb };
          assert.equal(await exec.callAsync((n: number) => n + 1, 2, options), 3);
          assert.equal(watch.runtimes.at(-1)?.spec.memoryMb, memoryMb);
          assert.equal(await exec.callAsync((n: number) => n + 1, 3), 4);
        }),
    },
    {
      name: 'gives up when its signal is aborted, and can be asked again',
      promise:
        'deployRuntime rejects when its signal is aborted, and leaves nothing that keeps others from deploying',
      test: (platform) =>
        deployed(platform, async ({ deploy }) => {
          const why = new Error('The executor was closed.');
          await failureOf(
            deploy(AbortSignal.abort(why)),
            'deployRuntime to reject, its signal being aborted',
          );
          await deploy();
        }),
    },
    {
      name: 'is found again by who may only invoke',
      promise: 'findRuntime gives the runtime that deployRuntime has made by the same settings',
      unless: has('findRuntime'),
      test: (platform) =>
        deployed(platform, async ({ watch, spec, worker }) => {
          const found = await watch.backend.findRuntime?.(spec, worker);
          assert.equal(found?.id, watch.runtimes[0]?.id);
          await platform.run(async (exec) => assert.equal(await exec.callAsync((n: number) => n + 1, 1), 2), {
            deploy: 'never',
          });
        }),
    },
    {
      name: 'makes what invoke says is missing when it is',
      promise:
        "invoke throws 'runtime-missing' for a runtime that is not there, so that it is deployed again",
      unless: both(takesActivations, leavesRuntimes),
      test: (platform) =>
        platform.run(async (exec, watch) => {
          let isFirst = true;
          watch.sendInstead = ({ activation, options, invoke }) => {
            const { runtime } = activation;
            const gone = { ...runtime, id: `${runtime.id}-gone` };
            const sent = isFirst ? { ...activation, runtime: gone } : activation;
            isFirst = false;
            return invoke(sent, options);
          };
          assert.equal(await exec.callAsync((n: number) => n + 1, 1), 2);
          assert.equal(await watch.kindOf(0), 'runtime-missing');
        }),
    },
  ],
};
