import { LambdaClient } from '@aws-sdk/client-lambda';
import { clientConfig, withoutNodeWarning } from '@lithops/aws';
import type { InvokeSettings } from '../settings/lambda-settings.js';
import type { CallingFunction } from './calling-function.js';

/** The function that runs in this process, and how it is invoked with its own role. */
export function ownFunction({ endpoint, sockets }: Pick<CallingFunction, 'endpoint' | 'sockets'>): {
  readonly name: string;
  readonly settings: InvokeSettings;
} {
  const name = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
  const region = process.env['AWS_REGION'];
  return {
    name,
    settings: { region, endpoint, sockets, credentials: { kind: 'chain', profile: undefined } },
  };
}

/** A client of the service that has these functions. */
export function clientFor({ region, endpoint, credentials }: InvokeSettings): LambdaClient {
  return withoutNodeWarning(() => new LambdaClient(clientConfig({ region, endpoint, credentials })));
}
