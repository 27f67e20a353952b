import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { withoutNodeWarning, withRenewedKeys } from '@lithops/aws';

/** A client whose requests go again when their keys have expired and the provider has others. */
export function ownClient(config: LambdaClientConfig): LambdaClient {
  const client = withoutNodeWarning(() => new LambdaClient(config));
  client.middlewareStack.add(
    (next) => (request) =>
      withRenewedKeys(
        (options) => client.config.credentials(options),
        () => next(request),
      ),
    { step: 'initialize', name: 'lithopsRenewedKeys' },
  );
  return client;
}
