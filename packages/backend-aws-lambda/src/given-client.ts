import type { LambdaClient, LambdaClientConfig } from '@aws-sdk/client-lambda';
import { isSdkClient } from '@lithops/aws';

/** A client that somebody made already, or options for one. */
export type GivenClient = LambdaClient | LambdaClientConfig;

/** Which of both is it? */
export function isClient(given: GivenClient | undefined): given is LambdaClient {
  return isSdkClient(given);
}
