import { LithopsError } from '@lithops/core';
import { failureOf, type ServiceFailure, safeCause } from './service-failure.js';

/** Who was asked for what, for errors that people can act on. */
export interface Asked {
  /** The service's name: `S3`. */
  readonly service: string;
  /** Where its settings stand: `aws_s3`. */
  readonly section: string;
  /** Where it is: a URL, or `the S3 of eu-west-1`. */
  readonly endpoint: string;
  /** What was asked for: `to write "a/b" to bucket "photos"`. */
  readonly what: string;
  /** Keys of the section that hold the credentials; `false`: they come from the provider chain. */
  readonly hasKeys: boolean;
  /** How to do without any, where that is possible. */
  readonly withoutCredentials?: string | undefined;
}

/** How services of AWS, and those that speak like them, name what is wrong with a request's credentials. */
const wrongCredentials = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'IncompleteSignature',
  'AuthFailure',
  'InvalidToken',
]);
const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);
const skewed = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture']);
/** Services that speak JSON have one code for all that a signature may have wrong, and say what in their own words. */
const saysSkewed = /^Signature (expired|not yet current):/;
const saysOtherRegion = /should be scoped to a valid region/i;
const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AllAccessDisabled',
  'AccountProblem',
]);
const busy = new Set([
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'InternalError',
  'RequestTimeout',
  'OperationAborted',
]);
const noAnswer =
  /^(E[A-Z]{3,}|EAI_AGAIN|TimeoutError|AbortError|UND_ERR_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_\w+|HPE_\w+)$/;

/** The error that a failed request of any AWS service comes to. Its cause never holds credentials. */
export function serviceError(error: unknown, asked: Asked): LithopsError {
  const failure = failureOf(error);
  const cause = safeCause(error);
  const { code, message, isRetryable = false } = explain(failure, asked);
  return new LithopsError({ code, message, cause, isRetryable });
}

/** Whether another try may end differently although nothing was changed: no answer, or one that says so. */
export function isPassing({ code, status }: ServiceFailure): boolean {
  if (status === undefined) return noAnswer.test(code);
  return busy.has(code) || status >= 500 || status === 429;
}

interface Explained {
  readonly code: `LITHOPS_${string}`;
  readonly message: string;
  readonly isRetryable?: boolean;
}

function explain(failure: ServiceFailure, asked: Asked): Explained {
  const { code, status } = failure;
  const { section, what, endpoint } = asked;
  if (code === 'CredentialsProviderError') return noCredentials(asked);
  if (saysOtherRegion.test(failure.message)) return otherRegion(failure, asked);
  const isSkewed = skewed.has(code) || saysSkewed.test(failure.message);
  if (wrongCredentials.has(code) && !isSkewed) return refusedCredentials(failure, asked);
  if (expired.has(code)) return expiredCredentials(asked);
  if (isSkewed) {
    return {
      code: 'LITHOPS_CLOCK_SKEW',
      message: `Expected the clock of this machine to agree with that of ${endpoint}, which refused the request ${what} (${code}). It is ${new Date().toISOString()} here: set the clock, such as with \`timedatectl set-ntp true\`.`,
    };
  }
  if (denied.has(code) || status === 403 || status === 401) return accessDenied(failure, asked);
  if (isPassing(failure)) return unavailable(failure, asked);
  if (status !== undefined && status < 300) {
    return {
      code: 'LITHOPS_SERVICE_FAILED',
      message: `Expected ${endpoint} ${what}, got an answer of status ${status} that cannot be read: it was cut off, or "${section}.endpoint" is not that of ${asked.service}.`,
      isRetryable: true,
    };
  }
  return {
    code: 'LITHOPS_SERVICE_FAILED',
    message: `Expected ${endpoint} ${what}, got ${code}${status === undefined ? '' : ` (status ${status})`}: ${failure.message}`,
  };
}

function noCredentials({ section, what, endpoint, withoutCredentials }: Asked): Explained {
  const without = withoutCredentials === undefined ? '' : ` Or ${withoutCredentials}.`;
  return {
    code: 'LITHOPS_NO_CREDENTIALS',
    message: `Expected credentials for ${endpoint} ${what}, found none. Set access_key_id and secret_access_key in section "${section}" or "aws", or give the AWS SDK some: AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \`aws sso login\`, or a role of this machine.${without}`,
  };
}

/** Most services name the action that was refused, and on what. */
function rightIn({ message }: ServiceFailure): string {
  const [, action, resource] =
    /not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/.exec(message) ?? [];
  if (action === undefined) return 'that right: add it';
  return `the right ${action}: add it${resource === undefined ? '' : ` on ${resource}`}`;
}

function accessDenied(failure: ServiceFailure, asked: Asked): Explained {
  const { section, what, endpoint } = asked;
  return {
    code: 'LITHOPS_ACCESS_DENIED',
    message: `Expected to be allowed ${what}, got ${failure.code} from ${endpoint}. The credentials are known there (${originOf(asked)}), but lack ${rightIn(failure)} to their policy; the documentation of "${section}" lists the least that is needed.`,
  };
}

function otherRegion({ code }: ServiceFailure, { section, what, endpoint }: Asked): Explained {
  return {
    code: 'LITHOPS_WRONG_REGION',
    message: `Expected ${endpoint} ${what}, got ${code}: it is not in the region that the request was signed for. Correct "region" in section "${section}" or "aws" (or AWS_REGION), or the endpoint, so that they belong together.`,
  };
}

/** The key of a section that a service finds wrong, by the code of its answer. */
export function wrongKeyOf(code: string): 'access_key_id' | 'secret_access_key' | 'session_token' {
  switch (code) {
    case 'SignatureDoesNotMatch':
    case 'InvalidSignatureException':
      return 'secret_access_key';
    case 'InvalidToken':
      return 'session_token';
    default:
      return 'access_key_id';
  }
}

function refusedCredentials({ code }: ServiceFailure, asked: Asked): Explained {
  const key = wrongKeyOf(code);
  const fix = asked.hasKeys
    ? `correct "${key}" in section "${asked.section}" (or "aws", where that is used)`
    : `correct what the provider chain of the AWS SDK finds (AWS_ACCESS_KEY_ID, AWS_PROFILE, ~/.aws), or set ${key} in section "${asked.section}"`;
  return {
    code: 'LITHOPS_WRONG_CREDENTIALS',
    message: `Expected ${asked.endpoint} to accept the credentials ${asked.what}, got ${code}: ${fix}.`,
  };
}

function expiredCredentials(asked: Asked): Explained {
  const fix = asked.hasKeys
    ? `put new access_key_id, secret_access_key and session_token into section "${asked.section}" or "aws", or remove them there so that the provider chain of the AWS SDK refreshes its own`
    : 'log in again, such as with `aws sso login`';
  return {
    code: 'LITHOPS_WRONG_CREDENTIALS',
    message: `Expected credentials that are still valid ${asked.what}, got expired ones (${originOf(asked)}): ${fix}.`,
  };
}

function unavailable({ code, status, attempts }: ServiceFailure, asked: Asked): Explained {
  const got = status === undefined ? `no answer (${code})` : `status ${status} (${code})`;
  const tries = attempts === undefined || attempts === 1 ? '' : ` after ${attempts} attempts`;
  const fix =
    status === undefined
      ? `check the network, and the endpoint and region in section "${asked.section}"`
      : 'try again later, or with fewer requests at once';
  return {
    code: 'LITHOPS_SERVICE_UNAVAILABLE',
    message: `Expected ${asked.endpoint} ${asked.what}, got ${got}${tries}: ${fix}.`,
    isRetryable: true,
  };
}

function originOf({ hasKeys, section }: Asked): string {
  return hasKeys
    ? `access_key_id of section "${section}" or "aws"`
    : 'found by the provider chain of the AWS SDK';
}
