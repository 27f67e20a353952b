import { FunctionExecutor } from '@lithops/core';
import {
  type Activation,
  type ActivationBackend,
  type ActivationReply,
  type BatchJob,
  type Capabilities,
  type ComputeBackend,
  type ComputePlugin,
  defineComputePlugin,
  defineSection,
  defineStoragePlugin,
  type InvokeOptions,
  type JobBackend,
  type JobHandle,
  type PluginContext,
  type ReplyMode,
  type RuntimeHandle,
  type RuntimeSpec,
  type SectionConfig,
  type SectionOptions,
  type StandardSchemaV1,
  type StoragePlugin,
  TransportError,
  type WorkerBundle,
} from '@lithops/core/spec';
import { inProcess, memoryStorage } from '@lithops/core/testing';
import { runActivation } from '@lithops/core/worker';
import { describe, expectTypeOf, it } from 'vitest';

const section = defineSection({
  app: { type: 'string', required: true, doc: 'Name of the app.' },
  token: { type: 'string', required: true, secret: true, doc: 'Access token.' },
  region: { type: ['ams', 'fra'], default: 'ams', doc: 'Where machines run.' },
  max_workers: { type: 'number', default: 100, doc: 'Machines at once.' },
  runtime_timeout: { type: 'number', unit: 's', doc: 'Limit of one run.' },
  volumes: { type: 'string[]', doc: 'Volumes to mount.' },
});

declare const backend: ComputeBackend;

/** What an author of a backend writes: a service with an HTTP endpoint per machine. */
class FlyBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'fly';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities = {
    replies: ['inline'],
    maxPayloadBytes: { inline: 4_000_000, none: 0 },
    maxReplyBytes: 4_000_000,
    maxCallsPerActivation: 100,
    defaultMaxWorkers: 100,
    cancel: 'none',
    logs: false,
    sharesClientFilesystem: false,
  };
  readonly #url: string;

  constructor(config: SectionConfig<typeof section>, context: PluginContext) {
    this.#url = `https://${context.name(config.app)}.fly.dev`;
    context.log.debug(`fly: ${this.#url} in ${config.region}`);
  }

  async deployRuntime(spec: RuntimeSpec, worker: WorkerBundle, signal: AbortSignal): Promise<RuntimeHandle> {
    const response = await fetch(`${this.#url}/deploy`, { method: 'PUT', body: await worker.zip(), signal });
    return { id: await response.text(), spec };
  }

  async invoke({ id, body }: Activation, { signal }: InvokeOptions): Promise<ActivationReply> {
    const response = await fetch(this.#url, { method: 'POST', body, signal });
    if (response.status === 429) {
      throw new TransportError('throttled', 'fly answered 429', { retryAfterMs: 1000 });
    }
    if (!response.ok) throw new TransportError('lost', `fly answered ${response.status} to ${id}`);
    return { requestId: id, body: new Uint8Array(await response.arrayBuffer()) };
  }

  async close(): Promise<void> {}
}

const fly = defineComputePlugin({
  name: 'fly',
  section,
  worker: new URL('./worker.js', import.meta.url),
  create: (config, context) => {
    expectTypeOf(config.app).toEqualTypeOf<string>();
    expectTypeOf(config.region).toEqualTypeOf<'ams' | 'fra'>();
    expectTypeOf(config.max_workers).toEqualTypeOf<number>();
    expectTypeOf(config.runtime_timeout).toEqualTypeOf<number | undefined>();
    expectTypeOf(config.volumes).toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf(context).toEqualTypeOf<PluginContext>();
    return new FlyBackend(config, context);
  },
});

declare module '@lithops/core' {
  interface ComputeBackends {
    fly: SectionOptions<typeof section>;
  }
}

describe('a plug-in', () => {
  it('is a plug-in and a factory', () => {
    expectTypeOf(fly).toExtend<ComputePlugin>();
    expectTypeOf(fly({ app: 'thumbs', token: 't' })).toEqualTypeOf<ComputePlugin>();
    new FunctionExecutor({ backend: fly });
    new FunctionExecutor({ backend: fly({ app: 'thumbs', token: 't', region: 'fra' }) });
    new FunctionExecutor({ backend: 'fly' });
  });

  it('types the options of its factory from its section', () => {
    fly({ app: 'thumbs', token: 't', maxWorkers: 3, volumes: ['a'], runtimeTimeoutMs: 180_000 });
    // @ts-expect-error: required keys are missing
    fly({ app: 'thumbs' });
    // @ts-expect-error: no such key
    fly({ app: 'thumbs', token: 't', workers: 3 });
    // @ts-expect-error: the unit is in the name
    fly({ app: 'thumbs', token: 't', runtimeTimeout: 180 });
    // @ts-expect-error: no such region
    fly({ app: 'thumbs', token: 't', region: 'mars' });
    // @ts-expect-error: a number
    fly({ app: 'thumbs', token: 't', maxWorkers: '3' });
    // @ts-expect-error: keys of the file are for the file
    fly({ app: 'thumbs', token: 't', max_workers: 3 });
  });

  it('adds its name to those an editor offers', () => {
    expectTypeOf<'fly'>().toExtend<keyof import('@lithops/core').ComputeBackends>();
    expectTypeOf<'localhost'>().toExtend<keyof import('@lithops/core').ComputeBackends>();
  });

  it('declares keys of known types only', () => {
    // @ts-expect-error: no such type
    defineSection({ app: { type: 'text', doc: 'Name of the app.' } });
    // @ts-expect-error: every key is documented
    defineSection({ app: { type: 'string' } });
    // @ts-expect-error: seconds or megabytes
    defineSection({ wait: { type: 'number', unit: 'ms', doc: 'Pause.' } });
  });

  it('makes what its kind says', () => {
    const worker = new URL('file:///worker.js');
    // @ts-expect-error: no backend
    defineComputePlugin({ name: 'none', section: {}, worker, create: () => ({}) });
    // @ts-expect-error: no store
    defineStoragePlugin({ name: 'none', section: {}, worker, create: () => ({}) });
    // @ts-expect-error: a worker half is required
    defineComputePlugin({
      name: 'none',
      section: {},
      create: (): ComputeBackend => backend,
    });
  });
});

describe('a backend', () => {
  it('is told apart by how it takes work', () => {
    if (backend.dispatch === 'activation') expectTypeOf(backend).toEqualTypeOf<ActivationBackend>();
    else expectTypeOf(backend).toEqualTypeOf<JobBackend>();
    expectTypeOf<JobBackend['submit']>().toEqualTypeOf<
      (job: BatchJob, signal: AbortSignal) => Promise<JobHandle>
    >();
    expectTypeOf<ReplyMode>().toEqualTypeOf<'inline' | 'none'>();
  });

  it('throws one kind of error, which says whether code may have run', () => {
    const error = new TransportError('lost', 'connection reset', { cause: new Error('ECONNRESET') });
    expectTypeOf(error.kind).toEqualTypeOf<
      'throttled' | 'unavailable' | 'lost' | 'out-of-memory' | 'timed-out' | 'runtime-missing' | 'rejected'
    >();
    // @ts-expect-error: no such kind
    new TransportError('broken', 'what now?');
  });

  it('is worked off by runActivation', () => {
    const body = new Uint8Array(1);
    expectTypeOf(runActivation(body)).toEqualTypeOf<Promise<Uint8Array<ArrayBuffer>>>();
    runActivation(body, { signal: AbortSignal.timeout(1), deadlineEpochMs: 1 });
    // @ts-expect-error: bytes
    runActivation('body');
  });
});

describe('plug-ins for tests', () => {
  it('are a backend and a store', () => {
    expectTypeOf(inProcess()).toEqualTypeOf<ComputePlugin>();
    inProcess({ maxWorkers: 2, prices: { usdPerCall: 0.001 } });
    expectTypeOf(memoryStorage()).toEqualTypeOf<StoragePlugin>();
    // @ts-expect-error: no such option
    inProcess({ workers: 2 });
  });
});

describe('the types of a schema', () => {
  it('are those of the standard', () => {
    expectTypeOf<StandardSchemaV1<string, number>['~standard']['version']>().toEqualTypeOf<1>();
  });
});
