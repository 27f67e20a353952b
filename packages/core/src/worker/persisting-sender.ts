import type { Reporter } from '../spec/monitor.js';
import { type ActivationEnd, type ActivationPayload, encodeReport, seal } from '../wire/index.js';
import type { EncodedOutcomes, ReportEncoder } from './report-encoder.js';
import type { ReportSender } from './report-sender.js';
import type { CallEnd } from './run-call.js';
import { workerName } from './worker-name.js';

/** Results larger than this are objects of their own, so that a status stays quick to read. */
const MAX_STATUS_BYTES = 1024 * 1024;

/**
 * What the encoder of a job that outlives its program is given: what is stored travels as by a monitor, so code that was
 * made in a worker is refused at once and not only when the job is continued.
 */
export function asStored(payload: ActivationPayload, persistSeal: string): ActivationPayload {
  const report = { to: 'monitor', monitor: 'storage', intervalMs: undefined, seal: persistSeal } as const;
  return { ...payload, report, maxReplyBytes: Math.min(payload.maxReplyBytes, MAX_STATUS_BYTES) };
}

/**
 * Stores outcomes of a job that outlives its program, then hands them to the sender that tells the client. What ends
 * while the store is busy is stored together.
 */
export class PersistingSender implements ReportSender {
  readonly #payload: ActivationPayload;
  readonly #encoder: ReportEncoder;
  readonly #reporter: Reporter;
  readonly #sealKey: string;
  readonly #inner: ReportSender;
  #waiting: CallEnd[] = [];
  #next: Promise<void> | undefined;
  #storing: Promise<void> = Promise.resolve();

  /** @param encoder one for {@link asStored} */
  constructor(
    payload: ActivationPayload,
    encoder: ReportEncoder,
    reporter: Reporter,
    sealKey: string,
    inner: ReportSender,
  ) {
    this.#payload = payload;
    this.#encoder = encoder;
    this.#reporter = reporter;
    this.#sealKey = sealKey;
    this.#inner = inner;
  }

  send(ends: readonly CallEnd[]): void | Promise<void> {
    // A sign of life is for the client alone.
    return ends.length === 0 ? this.#inner.send(ends) : this.#store(ends);
  }

  async finish(ends: readonly CallEnd[], end: ActivationEnd): Promise<Uint8Array<ArrayBuffer>> {
    if (ends.length > 0) await this.#store(ends);
    await this.#storing;
    return await this.#inner.finish([], end);
  }

  #store(ends: readonly CallEnd[]): Promise<void> {
    this.#waiting.push(...ends);
    if (this.#next === undefined) {
      this.#next = this.#storing.then(() => this.#storeWaiting());
      this.#storing = this.#next;
    }
    return this.#next;
  }

  async #storeWaiting(): Promise<void> {
    const ends = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    const lasting = ends.filter((end) => !isCutOff(end));
    if (lasting.length > 0) await this.#report(await this.#encoder.encode(lasting));
    await this.#inner.send(ends);
  }

  async #report(encoded: EncodedOutcomes): Promise<void> {
    const { activationId, jobId } = this.#payload;
    const calls = [...encoded.outcomes].map(({ index, attempt, kind }) => ({
      jobId,
      index,
      attempt,
      ok: kind === 'value' || kind === 'continuation',
    }));
    const report = encodeReport({ jobId, activationId, worker: workerName, ...encoded });
    this.#reporter.outcome({ activationId, calls, body: seal(report, this.#sealKey) });
    await this.#reporter.flush();
  }
}

/** The client has given the call up: whoever continues the job runs it again. */
function isCutOff(end: CallEnd): boolean {
  return end.kind === 'failure' && end.failure.code === 'LITHOPS_CANCELLED';
}
