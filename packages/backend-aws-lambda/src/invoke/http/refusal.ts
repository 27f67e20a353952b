import type { IncomingHttpHeaders } from 'node:http';
import type { HttpAnswer } from './connections.js';

/** A request that the service has refused, with the fields of the SDK's own errors: those of both are read alike. */
export class Refusal extends Error {
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId: string | undefined };
  /** Of the header `retry-after`. */
  readonly retryAfterSeconds: string | undefined;

  /** @param answer one whose status says that it is none */
  constructor({ status, headers, body }: HttpAnswer) {
    const fields = fieldsOf(body);
    super(textAt(fields, 'message') ?? textAt(fields, 'Message') ?? `status ${status}`);
    this.name =
      codeIn(headerOf(headers, 'x-amzn-errortype') ?? textAt(fields, '__type') ?? textAt(fields, 'code')) ??
      'Unknown';
    this.$metadata = { httpStatusCode: status, requestId: requestIdOf(headers) };
    this.retryAfterSeconds = headerOf(headers, 'retry-after');
  }
}

export function requestIdOf(headers: IncomingHttpHeaders): string | undefined {
  return headerOf(headers, 'x-amzn-requestid') ?? headerOf(headers, 'x-amz-request-id');
}

export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** `namespace#Code:http://…`, of which any part but the code may be missing. */
function codeIn(type: string | undefined): string | undefined {
  const [, code] = /^(?:[^#:,]*#)?([^#:,]+)/.exec(type ?? '') ?? [];
  return code;
}

/** Whoever stands in between may answer something else than JSON. */
function fieldsOf(body: Buffer): object {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function textAt(fields: object, name: string): string | undefined {
  const value: unknown = Reflect.get(fields, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
