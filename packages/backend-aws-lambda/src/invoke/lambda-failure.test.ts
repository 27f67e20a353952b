import { describe, expect, it } from 'vitest';
import { settingsOf } from '../settings/lambda-settings.js';
import { UnansweredError } from './http/connections.js';
import { invokeFailure, preparationFailure } from './lambda-failure.js';

const settings = settingsOf({
  execution_role: 'arn:aws:iam::123456789012:role/lithops',
  architecture: 'x86_64',
  runtime_memory: 256,
  runtime_timeout: 180,
  ephemeral_storage: 512,
  max_workers: 10,
  env_vars: {},
  user_tags: {},
  efs: [],
  remote_invoker: false,
  worker_processes: 1,
});

/** An answer as the SDK throws it. */
function answer(status: number, name: string, more: object = {}): Error {
  return Object.assign(new Error('said so'), { name, $metadata: { httpStatusCode: status }, ...more });
}

describe('what a failed invocation means', () => {
  it.each([
    [429, 'TooManyRequestsException', 'throttled'],
    [404, 'ResourceNotFoundException', 'runtime-missing'],
    [409, 'ResourceConflictException', 'unavailable'],
    [502, 'ResourceNotReadyException', 'unavailable'],
    [502, 'EC2ThrottledException', 'unavailable'],
    [502, 'ENILimitReachedException', 'unavailable'],
    [502, 'SubnetIPAddressLimitReachedException', 'unavailable'],
    [408, 'EFSMountTimeoutException', 'unavailable'],
    [502, 'KMSDisabledException', 'rejected'],
    [502, 'InvalidSecurityGroupIDException', 'rejected'],
    [413, 'RequestTooLargeException', 'rejected'],
    [403, 'AccessDeniedException', 'rejected'],
    [500, 'ServiceException', 'lost'],
    [503, 'Unknown', 'lost'],
  ])('%i %s: %s', (status, name, kind) => {
    expect(invokeFailure(answer(status, name), settings).kind).toBe(kind);
  });

  it('says how long the service wants to be left alone', () => {
    const failure = invokeFailure(
      answer(429, 'TooManyRequestsException', { retryAfterSeconds: '2' }),
      settings,
    );
    expect(failure.retryAfterMs).toBe(2000);
  });

  it.each([
    ['connect', 'ECONNREFUSED', false, 'unavailable'],
    ['getaddrinfo', 'ENOTFOUND', false, 'unavailable'],
    ['write', 'EPIPE', false, 'unavailable'],
    ['write', 'EPIPE', true, 'lost'],
    ['read', 'ECONNRESET', true, 'lost'],
  ])('a socket that fails at %s (%s), all sent: %s: %s', (syscall, code, isSent, kind) => {
    const cause = Object.assign(new Error(code), { code, syscall });
    const failure = invokeFailure(new UnansweredError(cause, isSent), settings);
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(`no answer (${code})`);
  });

  it('credentials that cannot be had: unavailable', () => {
    const error = Object.assign(new Error('none'), { name: 'CredentialsProviderError' });
    expect(invokeFailure(error, settings).kind).toBe('unavailable');
  });
});

describe('what a failure before the invocation means', () => {
  it.each([
    [500, 'ServiceException', 'unavailable'],
    [429, 'TooManyRequestsException', 'throttled'],
    [404, 'ResourceNotFoundException', 'runtime-missing'],
    [403, 'AccessDeniedException', 'rejected'],
  ])('%i %s: %s', (status, name, kind) => {
    expect(preparationFailure(answer(status, name), settings).kind).toBe(kind);
  });
});
