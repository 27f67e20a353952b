import type { CallAttempt, MonitorEvent, OutcomeReport } from '@lithops/core/spec';
import type { Message, Options } from 'amqplib';

/** What goes to the queue of an executor. */
export interface OutgoingMessage {
  readonly queue: string;
  readonly body: Uint8Array;
  readonly properties: Pick<Options.Publish, 'type' | 'correlationId' | 'contentType'>;
}

const QUEUE_PREFIX = 'lithops-';

/** The queue of an executor. */
export function queueOf(executorId: string): string {
  return QUEUE_PREFIX + executorId;
}

/** Whose queue it is. */
export function executorOf(queue: string): string {
  return queue.slice(QUEUE_PREFIX.length);
}

/** A report as a message: its body as core sealed it. */
export function reportMessage(executorId: string, { calls, body }: OutcomeReport): OutgoingMessage {
  const correlationId = calls[0]?.jobId ?? '';
  const properties = { type: 'report', correlationId, contentType: 'application/octet-stream' };
  return { queue: queueOf(executorId), body, properties };
}

export function startedMessage(executorId: string, calls: readonly CallAttempt[]): OutgoingMessage {
  const rows = calls.map(({ index, attempt }) => [index, attempt]);
  const correlationId = calls[0]?.jobId ?? '';
  const properties = { type: 'started', correlationId, contentType: 'application/json' };
  return { queue: queueOf(executorId), body: Buffer.from(JSON.stringify(rows)), properties };
}

/** What a message tells, and of which job. */
export interface ToldEvent {
  readonly jobId: string;
  readonly event: MonitorEvent;
}

/** `undefined`: no message of ours. */
export function eventOf({ content, properties }: Message): ToldEvent | undefined {
  const { type, correlationId: jobId } = properties;
  if (typeof jobId !== 'string') return undefined;
  // Cut out of what the socket read: a copy is as large as itself.
  if (type === 'report') return { jobId, event: { type: 'report', jobId, body: new Uint8Array(content) } };
  const event = type === 'started' ? startedOf(jobId, content) : undefined;
  return event && { jobId, event };
}

function startedOf(jobId: string, content: Buffer): MonitorEvent | undefined {
  try {
    const rows: unknown = JSON.parse(content.toString());
    if (!Array.isArray(rows) || !rows.every(isRow)) return undefined;
    const calls = rows.map(([index, attempt]) => ({ jobId, index, attempt }));
    return { type: 'started', calls };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRow(row: unknown): row is readonly [number, number] {
  return Array.isArray(row) && row.length === 2 && row.every((part) => Number.isSafeInteger(part));
}
