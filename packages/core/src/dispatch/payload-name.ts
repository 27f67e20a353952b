import type { Job } from '../job/job.js';

/** Names one payload of a job; those of an earlier client of the same job have other names. */
export function payloadName({ definition: { id, persistence } }: Job, number: number): string {
  const client =
    persistence === undefined || persistence.generation === 1 ? '' : `g${persistence.generation}-`;
  return `${id}-${client}${String(number).padStart(8, '0')}`;
}
