/**
 * Calls as AWS Lambda functions.
 *
 * @packageDocumentation
 */
export type { GivenClient } from './given-client.js';
export { awsLambda } from './plugin.js';
export { withClient } from './with-client.js';
