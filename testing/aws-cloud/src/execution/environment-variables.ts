import type { AwsCredentials } from '../identity/identity.js';
import { type FunctionVersion, latest, logGroupOf } from './function-version.js';

/** What Lambda sets itself, and a function must not. */
export const reservedVariables: readonly string[] = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
];

export interface EnvironmentDetails {
  readonly credentials: AwsCredentials;
  readonly logStream: string;
  /** `127.0.0.1:4711` */
  readonly runtimeApi: string;
  readonly runtimeFolder: string;
  readonly temporaryFolder: string;
  /** What leads to the services of this double: the only network that there is. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/** All variables that a function sees: those of the service, its own, and where this double is. */
export function variablesOf(
  version: FunctionVersion,
  details: EnvironmentDetails,
): Readonly<Record<string, string>> {
  return {
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    TMPDIR: details.temporaryFolder,
    ...details.endpoints,
    ...version.environment,
    _HANDLER: version.handler,
    AWS_REGION: version.region,
    AWS_DEFAULT_REGION: version.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${version.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: version.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(version.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: latest,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(version.name),
    AWS_LAMBDA_LOG_STREAM_NAME: details.logStream,
    AWS_LAMBDA_RUNTIME_API: details.runtimeApi,
    AWS_ACCESS_KEY_ID: details.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: details.credentials.secretAccessKey,
    ...(details.credentials.sessionToken && { AWS_SESSION_TOKEN: details.credentials.sessionToken }),
    LAMBDA_TASK_ROOT: version.codeFolder,
    LAMBDA_RUNTIME_DIR: details.runtimeFolder,
  };
}
