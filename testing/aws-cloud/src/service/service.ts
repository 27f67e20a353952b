import type { HttpRequest } from '../http/http-request.js';
import type { Operation } from './operation.js';
import type { EncodedReply, Reply } from './reply.js';
import type { ServiceError } from './service-error.js';

/** Which operation a request is for, and its parameters as they came. */
export interface RoutedRequest {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** How a service says that it does not know who calls. */
export interface IdentityErrorCodes {
  readonly badSignature: string;
  readonly unknownKey: string;
  readonly expiredToken: string;
  readonly missingSignature: string;
  readonly accessDenied: string;
  readonly throttled: string;
  readonly internal: string;
}

/** A service, by the wire protocol that it speaks. */
export interface Service {
  /** As in the scope of a signature: `lambda`, `sts`, … */
  readonly name: string;
  readonly errorCodes: IdentityErrorCodes;
  /** @throws {ServiceError} when there is no such operation, or the body cannot be read */
  route(request: HttpRequest): RoutedRequest;
  encode(operation: Operation, reply: Reply, requestId: string): EncodedReply;
  encodeError(error: ServiceError, requestId: string): EncodedReply;
}

export const jsonErrorCodes: IdentityErrorCodes = {
  badSignature: 'InvalidSignatureException',
  unknownKey: 'UnrecognizedClientException',
  expiredToken: 'ExpiredTokenException',
  missingSignature: 'MissingAuthenticationTokenException',
  accessDenied: 'AccessDeniedException',
  throttled: 'ThrottlingException',
  internal: 'ServiceUnavailableException',
};

export const queryErrorCodes: IdentityErrorCodes = {
  badSignature: 'SignatureDoesNotMatch',
  unknownKey: 'InvalidClientTokenId',
  expiredToken: 'ExpiredToken',
  missingSignature: 'MissingAuthenticationToken',
  accessDenied: 'AccessDenied',
  throttled: 'Throttling',
  internal: 'ServiceUnavailable',
};
