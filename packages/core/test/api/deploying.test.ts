import path from 'node:path';
import { FunctionExecutor } from '@lithops/core';
import { RuntimeAdmin } from '@lithops/core/config';
import {
  type ActivationBackend,
  type ComputePlugin,
  defineComputePlugin,
  defineSection,
  type RuntimeSpec,
  TransportError,
} from '@lithops/core/spec';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { describe, expect, it, onTestFinished } from 'vitest';

interface Told {
  readonly deployed: RuntimeSpec[];
  readonly found: RuntimeSpec[];
}

/** A backend like `inProcess`, with other methods. */
function backend(change: (base: ActivationBackend, told: Told) => Partial<ActivationBackend>) {
  const told: Told = { deployed: [], found: [] };
  const { create, worker } = inProcess();
  const plugin: ComputePlugin = defineComputePlugin({
    name: 'altered',
    section: defineSection({}),
    worker,
    async create(_, context): Promise<ActivationBackend> {
      const base = await create({ 'in-process': {} } as never, context);
      if (base.dispatch !== 'activation') throw new Error('Expected activations.');
      const { specVersion, dispatch, capabilities } = base;
      const own: ActivationBackend = {
        ...{ specVersion, dispatch, capabilities, name: 'altered' },
        invoke: (activation, options) => base.invoke(activation, options),
        close: () => base.close(),
        deployRuntime: async (spec) => {
          told.deployed.push(spec);
          return { id: 'deployed', spec };
        },
      };
      return { ...own, ...change(own, told) };
    },
  })({});
  return { plugin, told };
}

const finding = (_: ActivationBackend, told: Told): Partial<ActivationBackend> => ({
  findRuntime: async (spec) => {
    told.found.push(spec);
    return { id: 'found', spec };
  },
});

function executor(plugin: ComputePlugin, deploy?: 'never'): FunctionExecutor {
  const exec = new FunctionExecutor({ backend: plugin, storage: memoryStorage(), deploy });
  onTestFinished(() => exec.close());
  return exec;
}

describe("deploy: 'never'", () => {
  it('finds what was deployed, for the memory of each job', async () => {
    const { plugin, told } = backend(finding);
    const exec = executor(plugin, 'never');
    expect(await exec.map((n: number) => n + 1, [1, 2])).toEqual([2, 3]);
    await exec.callAsync((n: number) => n, 1, { runtimeMemoryMb: 512 });
    expect(told.deployed).toEqual([]);
    expect(told.found.map(({ memoryMb }) => memoryMb)).toEqual([expect.any(Number), 512]);
  });

  it('is not the default', async () => {
    const { plugin, told } = backend(finding);
    await executor(plugin).callAsync((n: number) => n, 1);
    expect([told.deployed.length, told.found.length]).toEqual([1, 0]);
  });

  it('changes nothing where deploying leaves nothing behind', async () => {
    const { plugin, told } = backend(() => ({}));
    expect(await executor(plugin, 'never').callAsync((n: number) => n, 1)).toBe(1);
    expect(told.deployed).toHaveLength(1);
  });

  it('is LITHOPS_UNSUPPORTED where workers are uploaded and cannot be found again', async () => {
    const { plugin } = backend(({ capabilities }) => ({
      capabilities: { ...capabilities, uploadsWorker: true },
    }));
    await expect(executor(plugin, 'never').callAsync((n: number) => n, 1)).rejects.toMatchObject({
      code: 'LITHOPS_UNSUPPORTED',
      message: expect.stringContaining(`"altered"`),
    });
  });

  it('rejects with LITHOPS_RUNTIME_MISSING and the command, and deploys nothing, when there is none', async () => {
    const { plugin, told } = backend((base, heard) => ({
      ...finding(base, heard),
      invoke: async () => {
        throw new TransportError('runtime-missing', 'There is no such function.');
      },
    }));
    const missing = executor(plugin, 'never').callAsync((n: number) => n, 1);
    await expect(missing).rejects.toMatchObject({ code: 'LITHOPS_RUNTIME_MISSING' });
    await expect(missing).rejects.toThrow(/`lithops runtime deploy -b altered --memory \d+ --timeout \d+`/);
    expect(told.deployed).toEqual([]);
  });
});

describe('looking after runtimes', () => {
  const signal = new AbortController().signal;

  async function admin(plugin: ComputePlugin, runtime?: string): Promise<RuntimeAdmin> {
    const runtimes = await RuntimeAdmin.open({ backend: plugin, storage: memoryStorage(), runtime });
    onTestFinished(() => runtimes[Symbol.asyncDispose]());
    return runtimes;
  }

  it('deploys as configured, or with other limits', async () => {
    const { plugin, told } = backend(() => ({}));
    const runtimes = await admin(plugin, 'tools');
    await runtimes.deploy(signal);
    await runtimes.deploy(signal, { memoryMb: 300, timeoutMs: 7000 });
    expect(told.deployed).toMatchObject([
      { name: 'tools' },
      { name: 'tools', memoryMb: 300, timeoutMs: 7000 },
    ]);
    expect(told.deployed[0]?.hash).not.toBe(told.deployed[1]?.hash);
  });

  it('is LITHOPS_UNSUPPORTED for what a backend does not do, by its name', async () => {
    const runtimes = await admin(backend(() => ({})).plugin);
    const spec = { name: undefined, memoryMb: 1, timeoutMs: 1, packages: [], hash: '' };
    const attempts = [
      runtimes.list(),
      runtimes.delete({ id: 'x', spec }),
      runtimes.build(undefined, () => undefined, signal),
    ];
    for (const attempt of attempts)
      await expect(attempt).rejects.toMatchObject({
        code: 'LITHOPS_UNSUPPORTED',
        message: expect.stringContaining('got "altered"'),
      });
  });
});

describe('the setting `packages`', () => {
  it('looks for them where plug-ins are looked for, beside the program as well', async () => {
    const workerPlatform = { os: 'linux', cpu: 'x64', libc: 'glibc' } as const;
    const { plugin } = backend(({ capabilities }) => ({
      capabilities: { ...capabilities, uploadsWorker: true, workerPlatform },
    }));
    const packages = ['nobody-has-this-package'];
    const exec = new FunctionExecutor({ backend: plugin, storage: memoryStorage(), packages });
    onTestFinished(() => exec.close());
    const program = path.dirname(path.resolve(process.argv[1] ?? ''));
    await expect(exec.callAsync(() => 1, undefined).result()).rejects.toMatchObject({
      code: 'LITHOPS_PACKAGES',
      message: expect.stringContaining(program),
    });
  });
});
