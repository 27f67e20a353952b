import type { Fault } from '../fault.js';

/** An error of S3, as XML with its code, in the server's place. */
export function s3Error(
  status: number,
  code: string,
  { message = `${code}, as it was asked for.`, headers = {}, elements = {} }: S3ErrorDetails = {},
): Fault {
  const parts = { Code: code, Message: message, ...elements, RequestId: 'tx000', HostId: 'fault-proxy' };
  const xml = Object.entries(parts).map(([name, value]) => `<${name}>${value}</${name}>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error>${xml.join('')}</Error>`;
  return (exchange) => exchange.answer(status, body, { 'content-type': 'application/xml', ...headers });
}

/** What an error says beside its code. */
export interface S3ErrorDetails {
  readonly message?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** More elements of the XML, such as `Region`. */
  readonly elements?: Readonly<Record<string, string>> | undefined;
}

export const slowDown = (): Fault =>
  s3Error(503, 'SlowDown', { message: 'Please reduce your request rate.' });

export const internalError = (): Fault => s3Error(500, 'InternalError');

export const accessDenied = (): Fault => s3Error(403, 'AccessDenied', { message: 'Access Denied' });

export const requestTimeTooSkewed = (): Fault => s3Error(403, 'RequestTimeTooSkewed');

/** @param accessKeyId which the real one repeats in the XML */
export const invalidAccessKeyId = (accessKeyId: string): Fault =>
  s3Error(403, 'InvalidAccessKeyId', { elements: { AWSAccessKeyId: accessKeyId } });

/** The bucket is in another region: what is asked there without its own endpoint. */
export const permanentRedirect = (region: string, bucket: string): Fault =>
  s3Error(301, 'PermanentRedirect', {
    headers: { 'x-amz-bucket-region': region },
    elements: { Endpoint: `${bucket}.s3.${region}.amazonaws.com`, Bucket: bucket },
  });

/** The bucket is in another region than the signature says. */
export const authorizationHeaderMalformed = (region: string): Fault =>
  s3Error(400, 'AuthorizationHeaderMalformed', {
    message: `The authorization header is malformed; the region is wrong; expecting '${region}'`,
    headers: { 'x-amz-bucket-region': region },
    elements: { Region: region },
  });
