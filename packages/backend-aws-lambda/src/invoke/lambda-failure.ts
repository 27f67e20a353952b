import { failureOf, isPassing, serviceError } from '@lithops/aws';
import { TransportError } from '@lithops/core/spec';
import type { InvokeSettings } from '../settings/lambda-settings.js';
import { UnansweredError } from './http/connections.js';

type Asked = Pick<InvokeSettings, 'region' | 'endpoint' | 'credentials'>;

/** Set-up that failed before the function began, and may succeed later. */
const notYet = new Set([
  'EC2ThrottledException',
  'EC2UnexpectedException',
  'EFSIOException',
  'EFSMountConnectivityException',
  'EFSMountTimeoutException',
  'ENILimitReachedException',
  'ResourceConflictException',
  'ResourceNotReadyException',
  'SnapStartNotReadyException',
  'SubnetIPAddressLimitReachedException',
]);

/** What a failed request to invoke means: whether the user's code may have run. */
export function invokeFailure(error: unknown, settings: Asked): TransportError {
  const failure = failureOf(error);
  const { code, status } = failure;
  const cause = explained(error, 'to invoke a function', settings);
  const told = cause.message;
  if (code === 'TooManyRequestsException' || status === 429)
    return new TransportError('throttled', told, { cause, retryAfterMs: retryAfterMs(error) });
  if (code === 'ResourceNotFoundException' || status === 404)
    return new TransportError('runtime-missing', told, { cause });
  if (notYet.has(code)) return new TransportError('unavailable', told, { cause });
  if (status === undefined)
    return new TransportError(isUnsent(error) ? 'unavailable' : 'lost', told, { cause });
  // Set-up that no later try mends has a status of the 500s too, and a name of its own.
  const isOurs = code === 'ServiceException' || code === 'InternalError' || code === 'Unknown';
  if (status >= 500 && (isOurs || status === 500 || status >= 503))
    return new TransportError('lost', told, { cause });
  if (isPassing(failure) && status < 500) return new TransportError('throttled', told, { cause });
  return new TransportError('rejected', told, { cause });
}

/** What it means when not even the request to invoke could be made: the user's code has not run. */
export function preparationFailure(error: unknown, settings: Asked): TransportError {
  const failure = invokeFailure(error, settings);
  if (failure.kind !== 'lost') return failure;
  return new TransportError('unavailable', failure.message, { cause: failure.cause });
}

/** An error of Lithops for a failed request that is no invocation. */
export function explained(error: unknown, what: string, settings: Asked): Error {
  const { endpoint, region, credentials } = settings;
  return serviceError(error, {
    service: 'Lambda',
    section: 'aws_lambda',
    endpoint:
      endpoint ?? environmentEndpoint() ?? `Lambda${region === undefined ? '' : ` in region ${region}`}`,
    what,
    hasKeys: credentials.kind === 'keys',
  });
}

function environmentEndpoint(): string | undefined {
  return process.env['AWS_ENDPOINT_URL_LAMBDA'] || process.env['AWS_ENDPOINT_URL'] || undefined;
}

/** Nothing ran of what never left whole, and of what nobody could sign. */
function isUnsent(error: unknown): boolean {
  if (error instanceof UnansweredError) return !error.isSent;
  return error instanceof Error && error.name === 'CredentialsProviderError';
}

function retryAfterMs(error: unknown): number | undefined {
  const seconds =
    isObject(error) && 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds) : Number.NaN;
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
