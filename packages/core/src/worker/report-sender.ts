import type { Reporter } from '../spec/monitor.js';
import { isThenable } from '../util/is-thenable.js';
import {
  type ActivationEnd,
  type ActivationPayload,
  encodeReport,
  type MonitorRoute,
  OutcomeRows,
  type ReportedOutcome,
  seal,
} from '../wire/index.js';
import type { EncodedOutcomes, ReportEncoder } from './report-encoder.js';
import type { CallEnd } from './run-call.js';
import { workerName } from './worker-name.js';

/** Where outcomes go. `finish` gives the body of the reply; whatever it resolves with, everything is with the client by then. */
export interface ReportSender {
  /** Settled at once where it can be. */
  send(ends: readonly CallEnd[]): void | Promise<void>;
  finish(ends: readonly CallEnd[], end: ActivationEnd): Promise<Uint8Array<ArrayBuffer>>;
}

/** Outcomes ride on the reply: piece by piece where the transport streams, else all at the end. */
export class ReplySender implements ReportSender {
  readonly #payload: ActivationPayload;
  readonly #encoder: ReportEncoder;
  readonly #onPart: ((body: Uint8Array<ArrayBuffer>) => void) | undefined;
  #kept: CallEnd[] = [];

  constructor(
    payload: ActivationPayload,
    encoder: ReportEncoder,
    onPart: ((body: Uint8Array<ArrayBuffer>) => void) | undefined,
  ) {
    this.#payload = payload;
    this.#encoder = encoder;
    this.#onPart = onPart;
  }

  send(ends: readonly CallEnd[]): void | Promise<void> {
    const onPart = this.#onPart;
    if (onPart === undefined) {
      this.#kept.push(...ends);
      return;
    }
    const send = (encoded: EncodedOutcomes): void => onPart(reportBody(this.#payload, encoded));
    const encoded = this.#encoder.encode(ends);
    return isThenable(encoded) ? encoded.then(send) : send(encoded);
  }

  async finish(ends: readonly CallEnd[], end: ActivationEnd): Promise<Uint8Array<ArrayBuffer>> {
    const encoded = await this.#encoder.encode([...this.#kept, ...ends]);
    this.#kept = [];
    return await replyWith(reportBody(this.#payload, encoded, end), end, this.#payload, this.#encoder);
  }
}

/** The body itself, or, where it is too large for a reply, one that says where it lies. */
export async function replyWith(
  body: Uint8Array<ArrayBuffer>,
  end: ActivationEnd,
  { jobId, activationId, maxReplyBytes }: ActivationPayload,
  encoder: ReportEncoder,
): Promise<Uint8Array<ArrayBuffer>> {
  if (body.byteLength <= maxReplyBytes) return body;
  const stored = await encoder.storeReport(body);
  const empty = { outcomes: OutcomeRows.none, values: new Uint8Array(0), code: [] };
  return encodeReport({ jobId, activationId, worker: workerName, ...empty, end, stored });
}

/** More calls than this report together, in one object or message. */
const SINGLE_REPORTS = 8;

/** Outcomes go by a monitor, sealed; the reply says only that the activation is over. */
export class MonitorSender implements ReportSender {
  readonly #payload: ActivationPayload;
  readonly #encoder: ReportEncoder;
  readonly #reporter: Reporter;
  readonly #route: MonitorRoute;
  #kept: CallEnd[] = [];

  constructor(payload: ActivationPayload, encoder: ReportEncoder, reporter: Reporter, route: MonitorRoute) {
    this.#payload = payload;
    this.#encoder = encoder;
    this.#reporter = reporter;
    this.#route = route;
  }

  async send(ends: readonly CallEnd[]): Promise<void> {
    if (ends.length === 0) await this.#tellLateStart();
    else if (this.#route.tellsAtOnce === true) await this.#reportTogether(ends);
    else if (this.#payload.indexes.length > SINGLE_REPORTS) this.#kept.push(...ends);
    else for (const end of ends) await this.#report([end]);
  }

  async finish(ends: readonly CallEnd[], end: ActivationEnd): Promise<Uint8Array<ArrayBuffer>> {
    if (ends.length > 0) await this.send(ends);
    const rest = this.#kept;
    this.#kept = [];
    if (rest.length > 0) await this.#report(rest);
    if (end.returned.length > 0) await this.#reportReturned(end);
    await this.#reporter.flush();
    await this.#reporter.close();
    return reportBody(this.#payload, await this.#encoder.encode([]), end);
  }

  /** Told before anything runs, which may block. A sign of life costs an object or a message: in time, none is needed. */
  async #tellLateStart(): Promise<void> {
    const { jobId, indexes, attempts } = this.#payload;
    const [index] = indexes;
    const { lateEpochMs = Number.POSITIVE_INFINITY } = this.#route;
    if (index === undefined || Date.now() < lateEpochMs) return;
    this.#reporter.started([{ jobId, index, attempt: attempts[0] ?? 1 }]);
    await this.#reporter.flush();
  }

  /** Of the activation as a whole: what is said of a call under its own name is said for good. */
  async #reportReturned(end: ActivationEnd): Promise<void> {
    const { activationId, jobId, indexes, attempts } = this.#payload;
    // The only call of an activation is given back when its time is over: the client knows.
    if (indexes.length === 1) return;
    const calls = indexes.map((index, i) => ({ jobId, index, attempt: attempts[i] ?? 1, ok: false }));
    const body = reportBody(this.#payload, await this.#encoder.encode([]), end);
    this.#reporter.outcome({ activationId, calls, body: seal(body, this.#route.seal) });
  }

  /** In as few reports as it fits into: only what is too large by itself goes to storage. */
  async #reportTogether(ends: readonly CallEnd[]): Promise<void> {
    if (ends.length === 1) return await this.#report(ends);
    const encoded = this.#encoder.encodeTogether(ends);
    if (encoded !== undefined && this.#tells(encoded)) return;
    for (const half of halves(ends)) await this.#reportTogether(half);
  }

  async #report(ends: readonly CallEnd[]): Promise<void> {
    const encoded = await this.#encoder.encode(ends);
    if (this.#tells(encoded)) return;
    if (ends.length > 1) for (const half of halves(ends)) await this.#report(half);
    else this.#tell(await this.#encoder.encode(ends, this.#spareBytes(encoded)));
  }

  /** What a monitor carries is the whole body. @returns whether it carries this one */
  #tells(encoded: EncodedOutcomes): boolean {
    const body = this.#bodyOf(encoded);
    const fits = body.byteLength <= this.#payload.maxReplyBytes;
    if (fits) this.#tell(encoded, body);
    return fits;
  }

  /** For the values of such a report, when everything else has its place. */
  #spareBytes(encoded: EncodedOutcomes): number {
    const othersBytes = this.#bodyOf(encoded).byteLength - encoded.values.byteLength;
    return Math.max(0, this.#payload.maxReplyBytes - othersBytes);
  }

  #bodyOf(encoded: EncodedOutcomes): Uint8Array<ArrayBuffer> {
    return seal(reportBody(this.#payload, encoded), this.#route.seal);
  }

  #tell(encoded: EncodedOutcomes, body = this.#bodyOf(encoded)): void {
    const { activationId, jobId } = this.#payload;
    const calls = [...encoded.outcomes].map(({ index, attempt, kind }) => ({
      jobId,
      index,
      attempt,
      ok: isOk(kind),
    }));
    this.#reporter.outcome({ activationId, calls, body });
  }
}

function halves(ends: readonly CallEnd[]): readonly (readonly CallEnd[])[] {
  const middle = Math.ceil(ends.length / 2);
  return [ends.slice(0, middle), ends.slice(middle)];
}

function isOk(kind: ReportedOutcome['kind']): boolean {
  return kind === 'value' || kind === 'continuation';
}

function reportBody(
  payload: ActivationPayload,
  encoded: EncodedOutcomes,
  end?: ActivationEnd | undefined,
): Uint8Array<ArrayBuffer> {
  const { jobId, activationId } = payload;
  return encodeReport({ jobId, activationId, worker: workerName, ...encoded, end });
}
