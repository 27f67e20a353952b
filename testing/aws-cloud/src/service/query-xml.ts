import type { Operation } from './operation.js';
import { queryErrorCodes, type Service } from './service.js';
import { ServiceError } from './service-error.js';

const headers = { 'content-type': 'text/xml' };

/** A service with the protocol AWS Query: a form in, XML out. Only what is flat comes in here: no operation needs more. */
export function queryXmlService(name: string, version: string, operations: readonly Operation[]): Service {
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  return {
    name,
    errorCodes: queryErrorCodes,
    route(request) {
      const {
        Action: action = '',
        Version: asked,
        ...parameters
      } = Object.fromEntries(new URLSearchParams(request.body.toString('utf8')));
      const operation = byName.get(action);
      if (operation === undefined || asked !== version)
        throw new ServiceError(
          'InvalidAction',
          `Could not find operation ${action} for version ${asked ?? ''}`,
        );
      return { operation, parameters };
    },
    encode: (operation, { status = 200, body = {} }, requestId) => ({
      status,
      headers,
      body: Buffer.from(
        `<${operation.name}Response>${xmlOf({ [`${operation.name}Result`]: body })}` +
          `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`,
      ),
    }),
    encodeError: (error, requestId) => ({
      status: error.status,
      headers: { ...headers, ...error.headers },
      body: Buffer.from(
        `<ErrorResponse>${xmlOf({ Error: { Type: 'Sender', Code: error.code, Message: error.message } })}` +
          `<RequestId>${requestId}</RequestId></ErrorResponse>`,
      ),
    }),
  };
}

function xmlOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xmlOf(item)}</member>`).join('');
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return escaped(String(value));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `<${key}>${xmlOf(member)}</${key}>`)
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
