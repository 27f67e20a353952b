import type { WaitingCall } from '../job/call-queue.js';
import type { Job } from '../job/job.js';

/** What {@link Job.take} gave. */
export interface TakenCalls {
  readonly calls: readonly WaitingCall[];
  readonly attempts: readonly number[];
}

/** Those that nobody has cancelled since they were taken: making a payload of them takes time. */
export function stillWanted({ table }: Job, { calls, attempts }: TakenCalls): TakenCalls {
  const wanted = calls.flatMap((call, position) =>
    table.isSettled(call.entry.index) ? [] : [{ call, attempt: attempts[position] ?? 1 }],
  );
  return { calls: wanted.map(({ call }) => call), attempts: wanted.map(({ attempt }) => attempt) };
}
