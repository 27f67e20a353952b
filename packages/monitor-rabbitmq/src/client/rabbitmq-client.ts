import {
  type MonitorClient,
  type MonitorEvent,
  type PluginContext,
  WatchedEvents,
  type WatchedJob,
} from '@lithops/core/spec';
import type { ConsumeMessage } from 'amqplib';
import type { BrokerError } from '../broker/broker-error.js';
import { eventOf, executorOf } from '../message.js';
import type { RabbitmqSettings } from '../rabbitmq-settings.js';
import { lithopsErrorOf } from './lithops-error-of.js';
import { Subscription } from './subscription.js';
import { Trouble } from './trouble.js';
import { WatchedQueues } from './watched-queues.js';

/** So many messages are acknowledged at once. */
const TAKEN_TOGETHER = 64;

type State =
  | { readonly is: 'reading'; readonly subscription: Subscription }
  | { readonly is: 'connecting' }
  | { readonly is: 'waiting'; readonly timer: NodeJS.Timeout }
  | { readonly is: 'given-up' }
  | { readonly is: 'closed' };

/**
 * The client half: reads the queues of its executor and of those whose jobs it has taken over. *Reading* until the connection
 * breaks or a queue is deleted; then *connecting*, *waiting* a little longer after each failure, until it reads again. Each
 * interruption and each failure is told as a gap. What will not pass, or has not for ten minutes, is thrown, and it has *given
 * up* until the next job is watched.
 */
export class RabbitmqClient implements MonitorClient {
  readonly #settings: RabbitmqSettings;
  readonly #log: PluginContext['log'];
  readonly #queues: WatchedQueues;
  readonly #events = new WatchedEvents({ takenTogether: TAKEN_TOGETHER });
  readonly #trouble = new Trouble();
  #state: State = { is: 'connecting' };

  private constructor(settings: RabbitmqSettings, log: PluginContext['log'], executorId: string) {
    this.#settings = settings;
    this.#log = log;
    this.#queues = new WatchedQueues(executorId);
  }

  /** @throws {LithopsError} when the broker cannot be used: nobody need wait to learn that */
  static async open(
    settings: RabbitmqSettings,
    log: PluginContext['log'],
    executorId: string,
  ): Promise<RabbitmqClient> {
    const client = new RabbitmqClient(settings, log, executorId);
    try {
      await client.#subscribe();
    } catch (error) {
      throw lithopsErrorOf(error);
    }
    return client;
  }

  watch(job: WatchedJob): void {
    const newQueue = this.#queues.add(job);
    this.#events.watch(job);
    if (this.#state.is === 'given-up') this.#reconnect();
    else if (newQueue !== undefined && this.#state.is === 'reading')
      void this.#state.subscription.read(newQueue);
  }

  unwatch(job: WatchedJob): void {
    this.#events.unwatch(job);
    const unneeded = this.#queues.remove(job);
    if (unneeded !== undefined && this.#state.is === 'reading')
      void this.#state.subscription.forget(unneeded);
  }

  [Symbol.asyncIterator](): AsyncIterator<MonitorEvent> {
    return this.#events[Symbol.asyncIterator]();
  }

  /** A queue whose jobs have not ended stays: what their workers have to say may still be asked for. It expires by itself. */
  async close(): Promise<void> {
    const state = this.#state;
    this.#state = { is: 'closed' };
    this.#events.close();
    if (state.is === 'waiting') clearTimeout(state.timer);
    if (state.is !== 'reading') return;
    await state.subscription.close(this.#queues.idle);
  }

  async #subscribe(): Promise<void> {
    const events = {
      message: (message: ConsumeMessage, taken: () => void) => this.#take(message, taken),
      ended: (why: BrokerError) => this.#ended(why),
    };
    const subscription = await Subscription.open(this.#settings, this.#queues.all, events);
    if (this.#state.is === 'closed') return await subscription.close();
    this.#state = { is: 'reading', subscription };
    this.#trouble.isOver();
  }

  #take(message: ConsumeMessage, taken: () => void): void {
    const { routingKey } = message.fields;
    const told = eventOf(message);
    if (told === undefined) {
      this.#log.warn(`A message in queue "${routingKey}" is none of a worker: dropped.`);
      this.#events.skip(taken);
    } else {
      const job = { executorId: executorOf(routingKey), jobId: told.jobId };
      this.#events.push(job, told.event, taken);
    }
  }

  #ended(why: BrokerError): void {
    if (this.#state.is === 'closed') return;
    this.#log.warn(`RabbitMQ is out of reach, outcomes are looked for in storage meanwhile. ${why.message}`);
    this.#events.gap();
    this.#reconnect();
  }

  #reconnect(): void {
    this.#state = { is: 'connecting' };
    this.#subscribe().then(
      () => this.#isBack(),
      (error: BrokerError) => this.#failed(error),
    );
  }

  #isBack(): void {
    if (this.#state.is !== 'reading') return;
    this.#log.info(`RabbitMQ at ${this.#settings.address} is back.`);
    // What workers could not tell it by now is in storage, or will be soon.
    this.#events.gap();
  }

  #failed(error: BrokerError): void {
    if (this.#state.is === 'closed') return;
    this.#events.gap();
    const nextMs = this.#trouble.nextMs(error);
    if (nextMs === undefined) {
      this.#state = { is: 'given-up' };
      this.#events.fail(lithopsErrorOf(error));
      return;
    }
    this.#log.debug(`${error.message} Next try in ${Math.round(nextMs)} ms.`);
    this.#state = { is: 'waiting', timer: setTimeout(() => this.#reconnect(), nextMs) };
  }
}
