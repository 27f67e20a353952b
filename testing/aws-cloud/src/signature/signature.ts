import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../http/http-request.js';
import type { SignatureClaim } from './authorization-header.js';
import { canonicalRequest, sha256 } from './canonical-request.js';

/** The signature that this request has when it is signed with that secret, in hexadecimal digits. */
export function signatureOf(
  request: HttpRequest,
  claim: SignatureClaim,
  time: string,
  secret: string,
): string {
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const canonical = canonicalRequest(request, claim.signedHeaders);
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [claim.date, claim.region, claim.service, 'aws4_request'].reduce<Buffer>(
    (derived, part) => hmac(derived, part),
    Buffer.from(`AWS4${secret}`),
  );
  return hmac(key, toSign).toString('hex');
}

export function sameSignature(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
