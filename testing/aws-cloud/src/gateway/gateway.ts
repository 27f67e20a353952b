import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ConnectionFault, isExecutionFault } from '../faults/fault.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import { type HttpRequest, headerOf, readRequest } from '../http/http-request.js';
import type { Identities } from '../identity/identities.js';
import { allows, type Identity } from '../identity/identity.js';
import type { PreparedOperation } from '../service/operation.js';
import type { EncodedReply } from '../service/reply.js';
import type { Service } from '../service/service.js';
import { ServiceError } from '../service/service-error.js';
import { parseAuthorization } from '../signature/authorization-header.js';
import { verifySignature } from '../signature/verify.js';
import type { RequestLog } from './request-log.js';
import { withoutBytes } from './request-log.js';

export interface GatewayParts {
  readonly accountId: string;
  readonly regions: readonly string[];
  readonly services: readonly Service[];
  readonly identities: Identities;
  readonly faults: FaultPlan;
  readonly log: RequestLog;
}

type LogEntry = ReturnType<RequestLog['open']>;

/**
 * The front door: who calls (signature), what (route and input), may they (policy), does it go wrong on the way (faults), and
 * only then the operation itself.
 */
export class Gateway {
  readonly #parts: GatewayParts;

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readUnlessAborted(message);
    if (request === undefined) return;
    const requestId = randomUUID();
    const entry = this.#parts.log.open(requestId, request.body.length);
    const reply = await this.#answer(request, entry);
    if (reply === 'reset') {
      message.socket.resetAndDestroy();
      return;
    }
    entry.status = reply.status;
    entry.replyBytes = reply.body.length;
    response.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.length });
    response.end(reply.body);
  }

  async #answer(request: HttpRequest, entry: LogEntry): Promise<EncodedReply | 'reset'> {
    const claim = parseAuthorization(headerOf(request.headers, 'authorization'));
    const service =
      this.#parts.services.find(({ name }) => name === claim?.service) ?? this.#parts.services[0];
    if (service === undefined) throw new Error('Expected at least one service.');
    try {
      return await this.#carryOut(request, service, entry);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      entry.errorCode = error.code;
      return service.encodeError(error, entry.requestId);
    }
  }

  async #carryOut(request: HttpRequest, service: Service, entry: LogEntry): Promise<EncodedReply | 'reset'> {
    const { identity, region } = this.#authenticate(request, service, entry);
    const { operation, parameters } = service.route(request);
    entry.operation = operation.name;
    entry.parameters = withoutBytes(parameters);
    entry.functionName = functionNameIn(parameters);
    const scope = { region, accountId: this.#parts.accountId };
    const faults = this.#parts.faults.draw(entry);
    const onTheWay = faults.filter((fault): fault is ConnectionFault => !isExecutionFault(fault));
    if (onTheWay.some(({ kind }) => kind === 'resetBeforeWork')) return 'reset';
    for (const fault of onTheWay) refuseFor(fault, service);
    const prepared = operation.prepare(parameters, scope);
    this.#authorise(identity, prepared, service, entry);
    const reply = await prepared.run({
      ...scope,
      identity,
      requestId: entry.requestId,
      faults: faults.filter(isExecutionFault),
    });
    if (onTheWay.some(({ kind }) => kind === 'replyLost')) return 'reset';
    return service.encode(operation, reply, entry.requestId);
  }

  #authenticate(
    request: HttpRequest,
    service: Service,
    entry: LogEntry,
  ): { readonly identity: Identity; readonly region: string } {
    const { errorCodes } = service;
    const claim = parseAuthorization(headerOf(request.headers, 'authorization'));
    if (claim === undefined)
      throw new ServiceError(errorCodes.missingSignature, 'Missing Authentication Token', { status: 403 });
    entry.service = claim.service;
    entry.region = claim.region;
    entry.accessKeyId = claim.accessKeyId;
    if (service.name !== claim.service || !this.#parts.regions.includes(claim.region))
      throw new ServiceError(
        errorCodes.badSignature,
        service.name === claim.service
          ? 'Credential should be scoped to a valid region.'
          : `Credential should be scoped to a service of this double, got '${claim.service}'.`,
        { status: 403 },
      );
    const identity = verifySignature(request, claim, this.#parts.identities, errorCodes);
    entry.callerArn = identity.arn;
    return { identity, region: claim.region };
  }

  #authorise(
    identity: Identity,
    { permissions }: PreparedOperation,
    service: Service,
    entry: LogEntry,
  ): void {
    entry.actions = permissions.map(({ action }) => action);
    const refused = permissions.find(({ action }) => !allows(identity.allow, action));
    if (refused === undefined) return;
    throw new ServiceError(
      service.errorCodes.accessDenied,
      `User: ${identity.arn} is not authorized to perform: ${refused.action} on resource: ${refused.resource} ` +
        `because no identity-based policy allows the ${refused.action} action`,
      { status: 403 },
    );
  }
}

/** Clients may go away in the middle of a request: nobody is left to be told. */
async function readUnlessAborted(message: IncomingMessage): Promise<HttpRequest | undefined> {
  try {
    return await readRequest(message);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') return undefined;
    throw error;
  }
}

function refuseFor(fault: ConnectionFault, { errorCodes }: Service): void {
  if (fault.kind === 'throttled')
    throw new ServiceError(errorCodes.throttled, 'Rate exceeded', {
      status: 429,
      members: { Reason: 'CallerRateLimitExceeded' },
      ...(fault.retryAfterSeconds !== undefined && {
        headers: { 'retry-after': String(fault.retryAfterSeconds) },
      }),
    });
  if (fault.kind === 'serverError')
    throw new ServiceError(fault.code ?? errorCodes.internal, 'An internal error occurred.', {
      status: fault.status,
    });
}

/** A name, also when an ARN was given. */
function functionNameIn({ FunctionName: given }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof given !== 'string') return undefined;
  return /(?:function:)?([A-Za-z0-9-_]+)(?::(?:\$LATEST|[A-Za-z0-9-_]+))?$/.exec(
    given.replace(/^.*function:/, ''),
  )?.[1];
}
