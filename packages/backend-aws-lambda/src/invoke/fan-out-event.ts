import type { TransportError } from '@lithops/core/spec';
import type { CallingFunction } from '../nested/calling-function.js';
import type { InvocationEvent } from './invocation.js';

/** Asks a function to invoke itself, once for each event: for clients that are far away. */
export interface FanOutEvent {
  readonly fanOut: readonly InvocationEvent[];
  readonly caller: CallingFunction;
}

/** What became of each event, in their order: the id of its request, or why it was not accepted. */
export type FanOutReply = readonly FanOutOutcome[];

export type FanOutOutcome =
  | { readonly requestId: string }
  | {
      readonly kind: TransportError['kind'];
      readonly message: string;
      readonly retryAfterMs?: number | undefined;
    };

/** @param events - encoded already */
export function encodeFanOut(events: readonly Uint8Array[], caller: CallingFunction): Uint8Array {
  const comma = Buffer.from(',');
  const list = events.flatMap((event, position) => (position === 0 ? [event] : [comma, event]));
  return Buffer.concat([
    Buffer.from(`{"caller":${JSON.stringify(caller)},"fanOut":[`),
    ...list,
    Buffer.from(']}'),
  ]);
}

/** @returns `undefined`: it is none, or not of that many events */
export function asFanOutReply(value: unknown, length: number): FanOutReply | undefined {
  return Array.isArray(value) && value.length === length && value.every(isOutcome) ? value : undefined;
}

function isOutcome(value: unknown): value is FanOutOutcome {
  if (typeof value !== 'object' || value === null) return false;
  return 'requestId' in value || ('kind' in value && 'message' in value);
}
