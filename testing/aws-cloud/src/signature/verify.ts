import { type HttpRequest, headerOf } from '../http/http-request.js';
import type { Identities } from '../identity/identities.js';
import type { Identity } from '../identity/identity.js';
import type { IdentityErrorCodes } from '../service/service.js';
import { ServiceError } from '../service/service-error.js';
import { amzDate, parseAmzDate } from './amz-date.js';
import type { SignatureClaim } from './authorization-header.js';
import { sameSignature, signatureOf } from './signature.js';

const toleranceMs = 5 * 60_000;
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
  'and signing method. Consult the service documentation for details.';

/**
 * Who has signed a request.
 *
 * @throws {ServiceError} with the codes that the service uses, when the key is unknown, the token is another or has expired,
 *   the clock is more than five minutes off, or the signature is not the one that the key's secret makes
 */
export function verifySignature(
  request: HttpRequest,
  claim: SignatureClaim,
  identities: Identities,
  codes: IdentityErrorCodes,
): Identity {
  const identity = identities.find(claim.accessKeyId, headerOf(request.headers, 'x-amz-security-token'));
  if (identity === undefined)
    throw refused(codes.unknownKey, 'The security token included in the request is invalid.');
  const time = headerOf(request.headers, 'x-amz-date');
  checkClock(time, claim, codes);
  checkSignedHeaders(request, claim, codes);
  const expected = signatureOf(request, claim, time ?? '', identity.credentials.secretAccessKey);
  if (!sameSignature(expected, claim.signature)) throw refused(codes.badSignature, mismatch);
  if (identity.expiresAt !== undefined && identity.expiresAt.getTime() <= Date.now())
    throw refused(codes.expiredToken, 'The security token included in the request is expired');
  return identity;
}

function checkClock(time: string | undefined, claim: SignatureClaim, codes: IdentityErrorCodes): void {
  const signedAt = parseAmzDate(time);
  if (signedAt === undefined || !time?.startsWith(claim.date))
    throw refused(
      codes.badSignature,
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP',
    );
  const now = Date.now();
  if (signedAt < now - toleranceMs)
    throw refused(
      codes.badSignature,
      `Signature expired: ${time} is now earlier than ${amzDate(now - toleranceMs)} (${amzDate(now)} - 5 min.)`,
    );
  if (signedAt > now + toleranceMs)
    throw refused(
      codes.badSignature,
      `Signature not yet current: ${time} is still later than ${amzDate(now + toleranceMs)} (${amzDate(now)} + 5 min.)`,
    );
}

/** `host` and all of `x-amz-…` are to be signed: else whoever is in between could change them. */
function checkSignedHeaders(request: HttpRequest, claim: SignatureClaim, codes: IdentityErrorCodes): void {
  const needed = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const missing = needed.filter((name) => !claim.signedHeaders.includes(name));
  if (missing.length > 0)
    throw refused(
      codes.badSignature,
      `'${missing.join("', '")}' must be a 'SignedHeader' in the AWS Authorization.`,
    );
}

function refused(code: string, message: string): ServiceError {
  return new ServiceError(code, message, { status: 403 });
}
