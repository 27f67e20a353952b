/**
 * What packages for AWS share: credentials, clients, and errors that say what to do.
 *
 * @packageDocumentation
 */
export { partitionOf } from './arn.js';
export { awsSection, credentialKeys } from './aws-section.js';
export { type ClientConfig, type ClientSettings, clientConfig } from './client-config.js';
export { type Credentials, credentialsOf } from './credentials.js';
export { checkGivenClient, isSdkClient, type SdkClient } from './given-client.js';
export { withoutNodeWarning } from './node-warning.js';
export { type KeyProvider, type Keys, withRenewedKeys } from './renewed-keys.js';
export { type Asked, isPassing, serviceError, wrongKeyOf } from './service-error.js';
export { failureOf, type ServiceFailure, safeCause } from './service-failure.js';
