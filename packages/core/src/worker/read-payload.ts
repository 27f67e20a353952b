import { isLithopsError } from '../errors/lithops-error.js';
import { dataKey } from '../storage/key-layout.js';
import { messageOf } from '../util/thrown.js';
import {
  type ActivationPayload,
  decodePayload,
  decodeReference,
  decodeStoredPayload,
  encodeReport,
  type Failure,
  OutcomeRows,
  unseal,
} from '../wire/index.js';
import type { WorkerHost } from './worker-host.js';
import { workerName } from './worker-name.js';

/**
 * The payload itself, or the one that it stands for.
 *
 * @param activation which of a job's payloads, where a reference stands for all of them
 * @throws {LithopsError} `LITHOPS_PROTOCOL`
 */
export async function readPayload(
  body: Uint8Array<ArrayBuffer>,
  host: WorkerHost,
  activation: number,
): Promise<ActivationPayload> {
  const reference = decodeReference(body);
  if (reference === undefined) return decodePayload(body);
  const storage = await host.openStorage(reference.storage);
  const key = dataKey(reference, reference.firstSegment + activation);
  const bytes = unseal(await storage.get(reference.storage.bucket, key), reference.seal);
  return decodeStoredPayload(bytes, reference.seal);
}

/** The reply to a body that does not even say whose it is, or of a process that cannot tell what its calls came to. */
export function failedReply(error: unknown): Uint8Array<ArrayBuffer> {
  return encodeReport({
    jobId: '',
    activationId: '',
    worker: workerName,
    outcomes: OutcomeRows.none,
    values: new Uint8Array(0),
    code: [],
    end: { returned: [], tainted: true, failure: toFailure(error) },
  });
}

/** Why an activation could not begin, as it crosses. */
export function toFailure(error: unknown): Failure {
  const message = messageOf(error);
  return { code: isLithopsError(error) ? error.code : 'LITHOPS_WORKER_FAILED', message };
}
