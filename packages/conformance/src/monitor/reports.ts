import type { CallAttempt, OutcomeReport } from '@lithops/core/spec';

/** A call as it is named to monitors. */
export function call(jobId: string, index: number, attempt = 1): CallAttempt {
  return { jobId, index, attempt };
}

/** The outcome of one call, with bytes that no other call has. */
export function report(jobId: string, index: number, attempt = 1): OutcomeReport {
  const body = bytesOf(`${jobId}/${index}/${attempt}`);
  return {
    activationId: `${jobId}-${index}-${attempt}`,
    calls: [{ ...call(jobId, index, attempt), ok: true }],
    body,
  };
}

/** The same of an attempt that failed. */
export function failedReport(jobId: string, index: number, attempt: number): OutcomeReport {
  return { ...report(jobId, index, attempt), calls: [{ ...call(jobId, index, attempt), ok: false }] };
}

/** The same with a body of one's own. */
export function reportWith(jobId: string, index: number, body: Uint8Array<ArrayBuffer>): OutcomeReport {
  return { ...report(jobId, index), body };
}

/** The outcomes of several calls of one activation, some of which failed. */
export function jointReport(jobId: string, indexes: readonly number[]): OutcomeReport {
  const calls = indexes.map((index) => ({ ...call(jobId, index), ok: index % 2 === 0 }));
  return {
    activationId: `${jobId}-${indexes.join('-')}`,
    calls,
    body: bytesOf(`${jobId}/${indexes.join('+')}`),
  };
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Bytes of every value, the same each time. */
export function noise(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  let state = 1;
  for (let i = 0; i < sizeBytes; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}
