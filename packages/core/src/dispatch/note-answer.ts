import type { Job } from '../job/job.js';
import type { TransportErrorOptions } from '../spec/transport-error.js';
import type { ActivationServices } from './activation-services.js';
import type { Chunk } from './payload-builder.js';

/**
 * Keeps what a platform tells of an activation besides outcomes: its name for it in its log, and what it costs.
 *
 * @returns whether it is paid for by that: what its calls took costs nothing more
 */
export function noteAnswer(
  { logs, table }: Job,
  { indexes, attempts }: Chunk,
  { requestId, usd }: Pick<TransportErrorOptions, 'requestId' | 'usd'>,
  { backend, monitor }: Pick<ActivationServices, 'backend' | 'monitor'>,
): boolean {
  if (requestId !== undefined && backend.readLogs !== undefined) logs.sentAs(requestId, indexes, attempts);
  // With a monitor, outcomes may have been told, and priced, before the platform answers.
  if (usd === undefined || monitor !== undefined) return false;
  table.totals.bill(usd);
  return true;
}
