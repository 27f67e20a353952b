import type { LambdaClient } from '@aws-sdk/client-lambda';
import { LithopsError } from '@lithops/core';
import {
  type Activation,
  type ActivationBackend,
  type ActivationReply,
  type Capabilities,
  type InvokeOptions,
  type RuntimeHandle,
  type RuntimeSpec,
  TransportError,
} from '@lithops/core/spec';
import { lambdaCapabilities } from '../capabilities.js';
import { EventSettings } from '../invoke/event-settings.js';
import { Invoker } from '../invoke/invoker.js';
import { priceOf } from '../price.js';
import type { InvokeSettings } from '../settings/lambda-settings.js';
import type { CallingFunction } from './calling-function.js';
import { asNotAllowed } from './not-allowed.js';
import { clientFor, ownFunction } from './own-function.js';
import type { Invocation } from './running-event.js';

/** Opens the function that runs in this process as a backend. */
export function openNested(caller: CallingFunction, invocation: Invocation): ActivationBackend {
  const { name, settings } = ownFunction(caller);
  const client = clientFor(settings);
  invocation.atEnd(() => client.destroy());
  return new NestedBackend({ name, settings, client, caller, invocation });
}

interface Parts {
  readonly name: string;
  readonly settings: InvokeSettings;
  readonly client: LambdaClient;
  readonly caller: CallingFunction;
  readonly invocation: Invocation;
}

/** The function that runs a call, for executors inside that call. Nothing is deployed: it is there. */
class NestedBackend implements ActivationBackend {
  readonly specVersion = 1;
  readonly name = 'aws_lambda';
  readonly dispatch = 'activation';
  readonly capabilities: Capabilities;
  readonly price: (stats: { execMs: number; memoryMb: number }) => number;
  readonly #parts: Parts;
  readonly #invoker: Invoker;

  constructor(parts: Parts) {
    const { caller, client, settings, name, invocation } = parts;
    this.#parts = parts;
    // Whoever made the function has seen to it that its events run once.
    const events = new EventSettings(client);
    events.trust(name);
    this.#invoker = new Invoker(client, { ...settings, ...caller, region: settings.region }, events);
    invocation.atEnd(() => this.#invoker.close());
    this.price = ({ execMs, memoryMb }) => priceOf({ durationMs: execMs, memoryMb }, caller);
    this.capabilities = lambdaCapabilities(caller.maxWorkers, { uploadsWorker: false });
  }

  async deployRuntime(spec: RuntimeSpec): Promise<RuntimeHandle> {
    const { name, caller } = this.#parts;
    const [has, wants] = [shown(caller.runtime), shown(spec)];
    if (has === wants) return { id: name, spec };
    throw new LithopsError({
      code: 'LITHOPS_UNSUPPORTED',
      message: `Expected an executor inside a call to run on the function of its caller (${has}), got ${wants}: leave these options out, or return ctx.map(fn, items, { runtimeMemoryMb }), which the client runs.`,
    });
  }

  async invoke(activation: Activation, options: InvokeOptions): Promise<ActivationReply> {
    const { invocation, name } = this.#parts;
    if (invocation.isOver)
      throw new TransportError('rejected', 'The call that asked for it has ended: await its futures there.');
    try {
      return await this.#invoker.invoke(activation, options);
    } catch (error) {
      throw asNotAllowed(name, error);
    }
  }

  /** The connections end with the invocation. */
  async close(): Promise<void> {}
}

function shown({ name, memoryMb, timeoutMs, packages }: CallingFunction['runtime']): string {
  const parts = [
    name === undefined ? '' : `runtime ${name}`,
    `${memoryMb} MB`,
    `${timeoutMs / 1000} s`,
    packages.length === 0 ? '' : `packages ${[...packages].sort().join(', ')}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
