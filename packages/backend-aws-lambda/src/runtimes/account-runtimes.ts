import type { LambdaClient } from '@aws-sdk/client-lambda';
import { LithopsError } from '@lithops/core';
import type { PluginContext, RuntimeHandle } from '@lithops/core/spec';
import { RUNTIME_TAG } from '../deploy/function-plan.js';
import { ImageRegistry, type OwnRepository } from '../image/index.js';
import { explained } from '../invoke/lambda-failure.js';
import type { LambdaSettings } from '../settings/lambda-settings.js';
import { LogGroups } from './log-groups.js';
import { deleteFunction, type OwnFunction, ownFunctions } from './own-functions.js';

/** Of any user. */
const PREFIX = 'lithops-';

/**
 * What Lithops has in the account: functions with their log groups, and repositories of images. Ours is what has both a name
 * and a tag of ours.
 */
export class AccountRuntimes {
  readonly #client: LambdaClient;
  readonly #settings: LambdaSettings;
  readonly #context: PluginContext;
  readonly #registry: ImageRegistry;
  readonly #logs: LogGroups;

  constructor(client: LambdaClient, settings: LambdaSettings, context: PluginContext, region: string) {
    this.#client = client;
    this.#settings = settings;
    this.#context = context;
    this.#registry = new ImageRegistry(settings, region);
    this.#logs = new LogGroups(settings, region);
  }

  /** Functions of this user, then the images that were built. */
  async list(): Promise<readonly RuntimeHandle[]> {
    const found: RuntimeHandle[] = [];
    for await (const one of this.#functions(false)) found.push(functionHandle(one));
    for await (const one of this.#repositories(false)) found.push(this.#imageHandle(one));
    return found;
  }

  /** @throws {LithopsError} `LITHOPS_INVALID_ARGUMENT` for what is not this user's */
  async delete({ id }: RuntimeHandle): Promise<void> {
    const name = id.slice(id.indexOf('/') + 1);
    if (!name.startsWith(this.#context.name(''))) throw notOwn(id);
    if (id.includes('/')) await this.#registry.deleteRepository(name);
    else await this.#deleteFunction(name);
  }

  /** @param all - of every user of the account */
  async clean(all: boolean): Promise<void> {
    const functions: string[] = [];
    for await (const { name } of this.#functions(all)) functions.push(name);
    for (const name of functions) await this.#deleteFunction(name);
    const repositories: string[] = [];
    for await (const { name } of this.#repositories(all)) repositories.push(name);
    for (const name of repositories) await this.#registry.deleteRepository(name);
  }

  close(): void {
    this.#registry.close();
    this.#logs.close();
  }

  async *#functions(all: boolean): AsyncGenerator<OwnFunction> {
    const { userHash } = this.#context;
    try {
      for await (const one of ownFunctions(this.#client, all ? PREFIX : this.#context.name('')))
        if (all || one.tags['lithops'] === userHash) yield one;
    } catch (error) {
      throw this.#explained(error, 'to list functions and their tags');
    }
  }

  async *#repositories(all: boolean): AsyncGenerator<OwnRepository> {
    const { userHash } = this.#context;
    for await (const one of this.#registry.repositories(all ? PREFIX : this.#context.name('')))
      if (all || one.owner === userHash) yield one;
  }

  /** The log group goes last: while there is a function, it makes another one. */
  async #deleteFunction(name: string): Promise<void> {
    try {
      await deleteFunction(this.#client, name);
    } catch (error) {
      throw this.#explained(error, `to delete the function ${name}`);
    }
    await this.#logs.deleteOf(name);
  }

  #imageHandle({ name, uri }: OwnRepository): RuntimeHandle {
    const own = name.slice(this.#context.name('').length);
    // An image has memory and time only as a function.
    return { id: uri, spec: { name: own, memoryMb: 0, timeoutMs: 0, packages: [], hash: '' } };
  }

  #explained(error: unknown, what: string): Error {
    return error instanceof LithopsError ? error : explained(error, what, this.#settings);
  }
}

function functionHandle({ name, configuration, tags }: OwnFunction): RuntimeHandle {
  const { MemorySize = 0, Timeout = 0 } = configuration;
  const [, hash = ''] = /-([0-9a-f]{16})$/.exec(name) ?? [];
  const spec = {
    name: tags[RUNTIME_TAG],
    memoryMb: MemorySize,
    timeoutMs: Timeout * 1000,
    packages: [],
    hash,
  };
  return { id: name, spec };
}

function notOwn(id: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_INVALID_ARGUMENT',
    message: `Expected a runtime of this user, as \`lithops runtime list -b aws_lambda\` shows them, got "${id}".`,
  });
}
