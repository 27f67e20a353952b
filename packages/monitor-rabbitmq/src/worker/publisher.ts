import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { BrokerError } from '../broker/broker-error.js';
import { destroy, letProcessEnd } from '../broker/own-socket.js';
import { whileOpen } from '../broker/while-open.js';
import type { OutgoingMessage } from '../message.js';
import type { RabbitmqSettings } from '../rabbitmq-settings.js';
import { FreezeWatch } from './freeze-watch.js';
import { Outbox, type Unconfirmed } from './outbox.js';

/** How often it is looked what has to go again, milliseconds. */
const LOOK_MS = 50;
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 1000;
/** How long a message may take when the broker has been away before, milliseconds. */
const AWAY_PATIENCE_MS = 500;

type State =
  | { readonly is: 'closed'; readonly notBeforeMs: number }
  | { readonly is: 'connecting' }
  | { readonly is: 'open'; readonly model: ChannelModel; readonly channel: ConfirmChannel }
  | { readonly is: 'ended' };

/**
 * The connection of a worker process to the broker, kept from one activation to the next. *Closed* until something is to be
 * told, or it is warmed up; *connecting*; *open* until it breaks, this process stood still, or nothing is confirmed on it for
 * half the time that there is; *ended* for good. What was not confirmed on one connection goes again on the next: told twice does no harm.
 * An open connection does not keep the process alive; a message that waits for its confirmation does.
 */
export class Publisher {
  readonly #settings: RabbitmqSettings;
  readonly #outbox = new Outbox();
  readonly #freeze = new FreezeWatch(() => this.#drop());
  #state: State = { is: 'closed', notBeforeMs: 0 };
  #failures = 0;
  /** When the first of them was. */
  #awaySinceMs: number | undefined;
  /** Why the last connection did not come up. */
  #why: BrokerError | undefined;
  #looking: NodeJS.Timeout | undefined;

  constructor(settings: RabbitmqSettings) {
    this.#settings = settings;
  }

  /** Connects meanwhile: there will be something to tell soon. */
  warmUp(): void {
    this.#freeze.look();
    if (this.#state.is === 'closed' && this.#state.notBeforeMs <= Date.now()) void this.#connect();
  }

  /**
   * Resolves when the broker has put the message into its queue.
   * @throws {BrokerError} when that could not be done in time
   */
  async publish(message: OutgoingMessage): Promise<void> {
    if (this.#isEnded) throw closed();
    this.#freeze.look();
    const { entry, done } = this.#outbox.add(message, Date.now() + this.#patienceMs);
    if (this.#state.is === 'open') this.#send(this.#state.channel, entry);
    else this.warmUp();
    this.#looking ??= setInterval(() => this.#look(), LOOK_MS);
    await done;
  }

  /** Where the broker has been away for as long as that, it is not waited for anew with each message. */
  get #patienceMs(): number {
    const { confirmTimeoutMs } = this.#settings;
    const isAway = this.#awaySinceMs !== undefined && Date.now() - this.#awaySinceMs > confirmTimeoutMs;
    return isAway ? Math.min(confirmTimeoutMs, AWAY_PATIENCE_MS) : confirmTimeoutMs;
  }

  close(): void {
    this.#freeze.stop();
    this.#outbox.failAll(closed());
    clearInterval(this.#looking);
    this.#drop();
    this.#state = { is: 'ended' };
  }

  #look(): void {
    const nowMs = Date.now();
    this.#outbox.expire(nowMs, this.#why);
    if (this.#outbox.isEmpty) {
      clearInterval(this.#looking);
      this.#looking = undefined;
      return;
    }
    const { oldestSentMs } = this.#outbox;
    if (oldestSentMs !== undefined && nowMs - oldestSentMs > this.#settings.confirmTimeoutMs / 2)
      this.#drop();
    if (this.#state.is === 'open') this.#sendDue(this.#state.channel);
    else this.warmUp();
  }

  async #connect(): Promise<void> {
    this.#state = { is: 'connecting' };
    try {
      const { connect } = await import('../broker/connect.js');
      const model = await connect(this.#settings, 'worker');
      if (this.#isEnded) {
        destroy(model);
        return;
      }
      model.once('close', () => this.#broke(model));
      try {
        this.#opened(model, await whileOpen(model, model.createConfirmChannel()));
      } catch (error) {
        destroy(model);
        throw error;
      }
    } catch (error) {
      this.#failed(error instanceof BrokerError ? error : new BrokerError('unavailable', String(error)));
    }
  }

  /** Meanwhile, that is. */
  get #isEnded(): boolean {
    return this.#state.is === 'ended';
  }

  #opened(model: ChannelModel, channel: ConfirmChannel): void {
    if (this.#isEnded) {
      destroy(model);
      return;
    }
    letProcessEnd(model);
    channel.on('error', () => undefined);
    channel.once('close', () => this.#broke(model));
    channel.on('return', ({ properties }) => this.#returned(String(properties.messageId)));
    this.#state = { is: 'open', model, channel };
    this.#failures = 0;
    this.#awaySinceMs = undefined;
    this.#why = undefined;
    this.#sendDue(channel);
  }

  #failed(error: BrokerError): void {
    if (this.#isEnded) return;
    this.#why = error;
    this.#awaySinceMs ??= Date.now();
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** this.#failures++, LONGEST_BACKOFF_MS);
    this.#state = { is: 'closed', notBeforeMs: Date.now() + backoffMs };
    if (!error.isPassing) this.#outbox.failAll(error);
  }

  /** A connection that nobody uses any more may break unheard. */
  #broke(model: ChannelModel): void {
    if (this.#state.is === 'open' && this.#state.model === model) this.#drop();
  }

  #drop(): void {
    if (this.#state.is !== 'open') return;
    const { model } = this.#state;
    this.#state = { is: 'closed', notBeforeMs: 0 };
    this.#outbox.putAllBack();
    destroy(model);
  }

  #sendDue(channel: ConfirmChannel): void {
    for (const entry of this.#outbox.due(Date.now())) this.#send(channel, entry);
  }

  #send(channel: ConfirmChannel, entry: Unconfirmed): void {
    const { id, message, tries } = entry;
    const { queue, body, properties } = message;
    const content = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    entry.sentMs = Date.now();
    try {
      channel.publish(
        '',
        queue,
        content,
        { ...properties, messageId: id, persistent: true, mandatory: true },
        (error) => this.#answered(id, tries, error),
      );
    } catch {
      // It has been closed and its event is about to come.
      this.#drop();
    }
  }

  /** @param tries - of the sending that is meant: one that came back was taken, but into no queue */
  #answered(id: string, tries: number, error: unknown): void {
    if (this.#outbox.get(id)?.tries !== tries) return;
    if (error === null || error === undefined) this.#outbox.confirm(id);
    else
      this.#outbox.putBack(
        id,
        new BrokerError('unavailable', 'The broker did not take an outcome.'),
        Date.now(),
      );
  }

  /** Nobody has made the queue yet, or somebody has deleted it. */
  #returned(id: string): void {
    const { address } = this.#settings;
    const queue = this.#outbox.get(id)?.message.queue;
    const why = `Expected queue "${queue}" at ${address}, got none.`;
    this.#outbox.putBack(id, new BrokerError('unavailable', why), Date.now());
  }
}

function closed(): BrokerError {
  return new BrokerError('unavailable', 'The monitor was closed.');
}
