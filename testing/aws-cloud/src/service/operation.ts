import type { ExecutionFault } from '../faults/fault.js';
import type { Identity } from '../identity/identity.js';
import type { Shape } from '../shape/shape.js';
import { checked } from '../shape/shape.js';
import type { Reply } from './reply.js';

/** An action of IAM, on the resource with that ARN. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/** Where a request is at home. */
export interface Scope {
  readonly region: string;
  readonly accountId: string;
}

/** A request that was let in. */
export interface Call<Input> extends Scope {
  readonly input: Input;
  readonly identity: Identity;
  readonly requestId: string;
  /** What is to go wrong while the call is carried out. */
  readonly faults: readonly ExecutionFault[];
}

/** What an operation needs and does. */
export interface OperationDefinition<Input> {
  /** What a caller must be allowed to do. Default: nothing. */
  permissions?(input: Input, scope: Scope): readonly Permission[];
  run(call: Call<Input>): Promise<Reply> | Reply;
}

/** An operation with its input, which has been looked at. */
export interface PreparedOperation {
  readonly permissions: readonly Permission[];
  run(call: Omit<Call<unknown>, 'input'>): Promise<Reply> | Reply;
}

/** An operation whose input is its own matter. */
export interface Operation {
  readonly name: string;
  /** @throws {ServiceError} `ValidationException` when the parameters are not as the service model says */
  prepare(parameters: Readonly<Record<string, unknown>>, scope: Scope): PreparedOperation;
}

/** One operation of a service, by the name and the input that the service model gives it. */
export function operation<Input>(
  name: string,
  shape: Shape<Input>,
  definition: OperationDefinition<NoInfer<Input>>,
): Operation {
  return {
    name,
    prepare(parameters, scope) {
      const input = checked(shape, parameters);
      return {
        permissions: definition.permissions?.(input, scope) ?? [],
        run: (call) => definition.run({ ...call, input }),
      };
    },
  };
}
