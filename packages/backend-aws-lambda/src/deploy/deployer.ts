import type { LambdaClient } from '@aws-sdk/client-lambda';
import { LithopsError } from '@lithops/core';
import type { PluginContext, RuntimeHandle, RuntimeSpec, WorkerBundle } from '@lithops/core/spec';
import { explained } from '../invoke/lambda-failure.js';
import type { LambdaSettings } from '../settings/lambda-settings.js';
import type { CodeSource } from './code-source.js';
import { Deployment } from './deployment.js';
import { type FunctionOutline, outlineFunction, zipOf } from './function-plan.js';

/** Makes functions of runtimes: zips on the managed Node.js, or images. */
export class Deployer {
  readonly #client: LambdaClient;
  readonly #settings: LambdaSettings;
  readonly #context: PluginContext;

  constructor(client: LambdaClient, settings: LambdaSettings, context: PluginContext) {
    this.#client = client;
    this.#settings = settings;
    this.#context = context;
  }

  /** @returns what the function is, and whether it was made now */
  async deploy(
    spec: RuntimeSpec,
    worker: WorkerBundle,
    signal: AbortSignal,
  ): Promise<RuntimeHandle & { readonly isNew: boolean }> {
    const outline = outlineFunction(spec, worker, this.#settings, this.#context);
    try {
      const code = await this.#codeOf(spec, worker);
      const plan = { ...outline, code };
      const made = await new Deployment(this.#client, plan, signal, this.#context.log).run();
      if (spec.name !== undefined) await this.#checkWorker(outline, spec.name);
      return { id: outline.name, spec, isNew: made === 'made' };
    } catch (error) {
      if (error instanceof LithopsError || signal.aborted) throw error;
      throw explained(error, `to deploy the function ${outline.name}`, this.#settings);
    }
  }

  /** The function that {@link deploy} would make, or has made. Asks nobody. */
  find(spec: RuntimeSpec, worker: WorkerBundle): RuntimeHandle {
    return { id: outlineFunction(spec, worker, this.#settings, this.#context).name, spec };
  }

  async #codeOf({ name }: RuntimeSpec, worker: WorkerBundle): Promise<CodeSource> {
    if (name === undefined) return await zipOf(worker, this.#context);
    const { imageSource } = await import('../image/index.js');
    return await imageSource(name, this.#settings, this.#context, await this.#client.config.region());
  }

  async #checkWorker({ name }: FunctionOutline, image: string): Promise<void> {
    const { checkImageWorker } = await import('../image/index.js');
    await checkImageWorker(this.#client, name, image, this.#context);
  }
}
