import type { LambdaClient } from '@aws-sdk/client-lambda';
import { clientConfig } from '@lithops/aws';
import { LithopsError } from '@lithops/core';
import type {
  Activation,
  ActivationBackend,
  ActivationReply,
  Capabilities,
  DoctorFinding,
  InvokeOptions,
  PluginContext,
  ReadLogsOptions,
  RuntimeHandle,
  RuntimeRecipe,
  RuntimeSpec,
  WorkerBundle,
} from '@lithops/core/spec';
import { lambdaCapabilities } from './capabilities.js';
import { Deployer } from './deploy/deployer.js';
import { examine } from './doctor/examine.js';
import { type GivenClient, isClient } from './given-client.js';
import { EventSettings } from './invoke/event-settings.js';
import { Invoker } from './invoke/invoker.js';
import { explained } from './invoke/lambda-failure.js';
import { StartFailures } from './invoke/start-failures.js';
import { LogReader } from './logs/log-reader.js';
import { ownClient } from './own-client.js';
import { priceOf } from './price.js';
import type { AccountRuntimes } from './runtimes/account-runtimes.js';
import type { LambdaSettings } from './settings/lambda-settings.js';

/** @throws {LithopsError} `LITHOPS_CONFIG` when no region can be found. */
export async function openBackend(
  settings: LambdaSettings,
  context: PluginContext,
  given?: GivenClient,
): Promise<ActivationBackend> {
  const { region, endpoint, credentials } = settings;
  const config = clientConfig({ region, endpoint, credentials });
  const isGiven = isClient(given);
  const client = isGiven ? given : ownClient({ ...config, ...given });
  try {
    await client.config.region();
  } catch {
    if (!isGiven) client.destroy();
    throw noRegion();
  }
  return new LambdaBackend({ client, isGiven }, settings, context);
}

interface Connected {
  readonly client: LambdaClient;
  /** Its owner closes it. */
  readonly isGiven: boolean;
}

/** Each activation is one invocation of a function. */
class LambdaBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'aws_lambda';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities;
  readonly price: (stats: { execMs: number; memoryMb: number }) => number;
  readonly #client: LambdaClient;
  readonly #isGiven: boolean;
  readonly #settings: LambdaSettings;
  readonly #context: PluginContext;
  readonly #events: EventSettings;
  readonly #deployer: Deployer;
  readonly #invoker: Invoker;
  /** Names of functions. */
  readonly #deployed = new Set<string>();
  #logs: LogReader | undefined;
  readonly #starts = new StartFailures();

  constructor({ client, isGiven }: Connected, settings: LambdaSettings, context: PluginContext) {
    this.#client = client;
    this.#isGiven = isGiven;
    this.#settings = settings;
    this.#context = context;
    this.#events = new EventSettings(client);
    this.#deployer = new Deployer(client, settings, context);
    this.#invoker = new Invoker(client, settings, this.#events);
    this.price = ({ execMs, memoryMb }) => priceOf({ durationMs: execMs, memoryMb }, settings);
    this.capabilities = lambdaCapabilities(settings.maxWorkers, {
      uploadsWorker: true,
      // The function that invokes others cannot wait for their answers.
      answers: !settings.invokesRemotely,
      architecture: settings.architecture,
    });
  }

  async deployRuntime(spec: RuntimeSpec, worker: WorkerBundle, signal: AbortSignal): Promise<RuntimeHandle> {
    const { id, isNew } = await this.#deployer.deploy(spec, worker, signal);
    this.#events.forget(id);
    this.#deployed.add(id);
    this.#starts.forget(id);
    // For programs that may invoke only, and cannot do it before their first event.
    if (isNew) await this.#ensureEvents(id);
    this.#context.log.debug(`The function ${id} is ready.`);
    return { id, spec };
  }

  async #ensureEvents(id: string): Promise<void> {
    try {
      await this.#events.ensure(id);
    } catch (error) {
      throw explained(error, `to have the function ${id} run each event once`, this.#settings);
    }
  }

  async findRuntime(spec: RuntimeSpec, worker: WorkerBundle): Promise<RuntimeHandle> {
    const runtime = this.#deployer.find(spec, worker);
    this.#events.trust(runtime.id);
    this.#deployed.add(runtime.id);
    return runtime;
  }

  async buildRuntime(spec: RuntimeSpec, recipe: RuntimeRecipe, signal: AbortSignal): Promise<void> {
    const { buildImage } = await import('./image/index.js');
    const place = { settings: this.#settings, context: this.#context, region: await this.#region() };
    await buildImage(spec, recipe, place, signal);
  }

  listRuntimes(): Promise<readonly RuntimeHandle[]> {
    return this.#inAccount((runtimes) => runtimes.list());
  }

  deleteRuntime(runtime: RuntimeHandle): Promise<void> {
    return this.#inAccount((runtimes) => runtimes.delete(runtime));
  }

  clean({ all }: { readonly all: boolean }): Promise<void> {
    return this.#inAccount((runtimes) => runtimes.clean(all));
  }

  invoke(activation: Activation, options: InvokeOptions): Promise<ActivationReply> {
    const invoke = (): Promise<ActivationReply> => this.#invoker.invoke(activation, options);
    return options.reply === 'inline' ? this.#starts.watch(activation.runtime.id, invoke) : invoke();
  }

  readLogs(requestId: string, options?: ReadLogsOptions): Promise<string> {
    this.#logs ??= new LogReader(this.#settings, this.#deployed);
    return this.#logs.read(requestId, options);
  }

  doctor(signal: AbortSignal): Promise<readonly DoctorFinding[]> {
    const prefix = this.#context.name('');
    return examine({ settings: this.#settings, client: this.#client, prefix, signal });
  }

  async #inAccount<T>(use: (runtimes: AccountRuntimes) => Promise<T>): Promise<T> {
    const { AccountRuntimes } = await import('./runtimes/account-runtimes.js');
    const runtimes = new AccountRuntimes(this.#client, this.#settings, this.#context, await this.#region());
    try {
      return await use(runtimes);
    } finally {
      runtimes.close();
    }
  }

  #region(): Promise<string> {
    return this.#client.config.region();
  }

  async close(): Promise<void> {
    this.#logs?.close();
    this.#logs = undefined;
    this.#invoker.close();
    if (!this.#isGiven) this.#client.destroy();
  }
}

function noRegion(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_CONFIG',
    message:
      'Expected a region to run functions in, found none: set "aws_lambda.region" or "aws.region", or AWS_REGION.',
  });
}
