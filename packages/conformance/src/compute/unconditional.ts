import { inspect } from 'node:util';
import {
  type ActivationReply,
  type BatchJob,
  type Capabilities,
  type ReplyMode,
  type RuntimeHandle,
  type RuntimeSpec,
  TransportError,
} from '@lithops/core/spec';

/** What a backend never does, whatever it declares: each gives a complaint, or `undefined`. */

const kinds: readonly string[] = [
  'throttled',
  'unavailable',
  'lost',
  'out-of-memory',
  'timed-out',
  'runtime-missing',
  'rejected',
];

/** @param isAsked whether the spec is that which was to be deployed */
export function checkHandle(
  { id, spec }: RuntimeHandle,
  isAsked: (spec: RuntimeSpec) => boolean,
): string | undefined {
  if (typeof id !== 'string' || id === '')
    return `deployRuntime must give a handle with an id, and its id is ${inspect(id)}`;
  if (!isAsked(spec))
    return `deployRuntime must give a handle with the spec that it was asked for, and it has ${inspect(spec)}`;
  return undefined;
}

export function checkReply(
  { requestId, body }: ActivationReply,
  asked: ReplyMode,
  { maxReplyBytes, tellsStart }: Capabilities,
  isStarted: boolean,
): string | undefined {
  if (typeof requestId !== 'string')
    return `invoke must give the platform's id of the request, and requestId is ${inspect(requestId)}`;
  if (tellsStart === true && !isStarted)
    return 'capabilities.tellsStart is true, but invoke ended well and had never called onStarted';
  if (asked === 'none') return undefined;
  if (!(body instanceof Uint8Array) || body.byteLength === 0)
    return `invoke with reply 'inline' must resolve with what runActivation made or throw a TransportError (a worker that died is 'lost'), and it resolved with body ${inspect(body)}`;
  if (body.byteLength > maxReplyBytes)
    return `capabilities.maxReplyBytes is ${maxReplyBytes}, but a reply has ${body.byteLength} bytes`;
  return undefined;
}

/** What `invoke` or `submit` has thrown. */
export function checkThrown(method: string, error: unknown, signal: AbortSignal): string | undefined {
  if (signal.aborted && error === signal.reason) return undefined;
  return checkTransportError(`${method} threw`, error);
}

export function checkFailure(
  { activation, error }: { readonly activation: number; readonly error: unknown },
  { activations }: BatchJob,
): string | undefined {
  if (!Number.isInteger(activation) || activation < 0 || activation >= activations)
    return `failures() must name activations from 0 to ${activations - 1}, and it named ${inspect(activation)}`;
  return checkTransportError('failures() gave', error);
}

function checkTransportError(what: string, error: unknown): string | undefined {
  if (!(error instanceof TransportError))
    return `a transport throws only TransportError, whose kind says whether the user's code may have run, and ${what} ${describe(error)}`;
  if (!kinds.includes(error.kind))
    return `the kind of a TransportError is one of ${kinds.join(', ')}, and ${what} one with ${inspect(error.kind)}`;
  return undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : inspect(error);
}
