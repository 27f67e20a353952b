import { type HttpRequest, headerOf } from '../http/http-request.js';
import { jsonObject } from './json-body.js';
import type { Operation } from './operation.js';
import type { RoutedRequest, Service } from './service.js';
import { jsonErrorCodes } from './service.js';
import { ServiceError } from './service-error.js';

/** Where an operation is found, and where its parameters stand in a request. */
export interface RestRoute {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With members of the input in braces: `/functions/{FunctionName}`. */
  readonly path: string;
  /** Members of the input by the names of their headers, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that the whole body is, as bytes. Default: the body is JSON, with a member each. */
  readonly payload?: string;
}

/** A service with the protocol REST-JSON. */
export function restJsonService(name: string, routes: readonly RestRoute[], errorCodes = {}): Service {
  const matchers = routes.map((route) => ({ route, match: pathMatcher(route.path) }));
  return {
    name,
    errorCodes: { ...jsonErrorCodes, ...errorCodes },
    route(request) {
      for (const { route, match } of matchers) {
        const labels = route.method === request.method ? match(request.path) : undefined;
        if (labels !== undefined) return routed(route, labels, request);
      }
      throw new ServiceError(
        'UnknownOperationException',
        `This double does not know ${request.method} ${request.path}.`,
        {
          status: 404,
        },
      );
    },
    encode: (_operation, { status = 200, headers = {}, body, payload }, requestId) => ({
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers },
      body: payload ?? (body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body))),
    }),
    encodeError: (error, requestId) => ({
      status: error.status,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.code,
        ...error.headers,
      },
      body: Buffer.from(
        JSON.stringify({
          Type: error.status < 500 ? 'User' : 'Service',
          message: error.message,
          ...error.members,
        }),
      ),
    }),
  };
}

type Labels = Readonly<Record<string, string>>;

function pathMatcher(path: string): (path: string) => Labels | undefined {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}/?$`);
  return (candidate) => {
    const match = pattern.exec(candidate);
    if (match === null) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
  };
}

function routed(route: RestRoute, labels: Labels, request: HttpRequest): RoutedRequest {
  const headers = Object.entries(route.headers ?? {}).flatMap(([header, member]) => {
    const value = headerOf(request.headers, header);
    return value === undefined ? [] : [[member, value] as const];
  });
  const body = route.payload === undefined ? jsonObject(request.body) : { [route.payload]: request.body };
  const parameters = {
    ...body,
    ...queryParameters(request.query),
    ...Object.fromEntries(headers),
    ...labels,
  };
  return { operation: route.operation, parameters };
}

/** What repeats becomes a list; digits stay text, which shapes of numbers read. */
function queryParameters(query: string): Readonly<Record<string, string | string[]>> {
  const search = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(search.keys())].map((key) => {
      const values = search.getAll(key);
      return [key, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}
