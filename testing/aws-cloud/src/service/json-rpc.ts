import { type HttpRequest, headerOf } from '../http/http-request.js';
import { jsonObject } from './json-body.js';
import type { Operation } from './operation.js';
import { jsonErrorCodes, type Service } from './service.js';
import { ServiceError } from './service-error.js';

const contentType = { 'content-type': 'application/x-amz-json-1.1' };

/** A service with the protocol AWS JSON 1.1, in which `x-amz-target` names the operation. */
export function jsonRpcService(
  name: string,
  targetPrefix: string,
  operations: readonly Operation[],
): Service {
  const byName = new Map(operations.map((operation) => [`${targetPrefix}.${operation.name}`, operation]));
  return {
    name,
    errorCodes: jsonErrorCodes,
    route(request: HttpRequest) {
      const target = headerOf(request.headers, 'x-amz-target') ?? '';
      const operation = byName.get(target);
      if (operation === undefined)
        throw new ServiceError('UnknownOperationException', `This double does not know ${target}.`);
      return { operation, parameters: jsonObject(request.body) };
    },
    encode: (_operation, { status = 200, headers = {}, body = {} }, requestId) => ({
      status,
      headers: { ...contentType, 'x-amzn-requestid': requestId, ...headers },
      body: Buffer.from(JSON.stringify(body)),
    }),
    encodeError: (error, requestId) => ({
      status: error.status,
      headers: { ...contentType, 'x-amzn-requestid': requestId, ...error.headers },
      body: Buffer.from(JSON.stringify({ __type: error.code, message: error.message, ...error.members })),
    }),
  };
}
