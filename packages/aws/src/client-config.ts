import type { Credentials } from './credentials.js';

/** What a client needs to know, whichever service it is for. */
export interface ClientSettings {
  readonly region: string | undefined;
  /** URL of the service; `undefined`: the SDK decides, which heeds `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>`. */
  readonly endpoint: string | undefined;
  readonly credentials: Credentials;
  /** How long a connection may take to come up. @default 5000 */
  readonly connectTimeoutMs?: number | undefined;
  /** How long a connection may be silent while an answer is awaited. @default 30000 */
  readonly idleTimeoutMs?: number | undefined;
  /** Attempts of one request, the first included. @default 4 */
  readonly maxAttempts?: number | undefined;
  /** Connections at once. @default 128 */
  readonly maxSockets?: number | undefined;
}

/** Options of an AWS SDK client: the part that all of them have in common. */
export interface ClientConfig {
  readonly region?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly retryMode: 'adaptive' | 'standard';
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly socketTimeout: number;
    readonly httpAgent: AgentOptions;
    readonly httpsAgent: AgentOptions;
  };
  readonly customUserAgent: string;
}

interface AgentOptions {
  readonly keepAlive: true;
  readonly maxSockets: number;
}

/** Bounds of one request, so that nothing waits for ever: attempts × (connect + silence) at the very most. */
const defaults = { connectTimeoutMs: 5000, idleTimeoutMs: 30_000, maxAttempts: 4, maxSockets: 128 };

/**
 * Options for any AWS SDK client: what is not configured is left out, so that the SDK looks where it always does
 * (environment, shared files, SSO, container and instance roles).
 *
 * @example
 * import { S3Client } from '@aws-sdk/client-s3';
 * import { clientConfig, credentialsOf } from '@lithops/aws';
 *
 * const settings = { region: 'eu-west-1', endpoint: undefined, credentials: credentialsOf('aws', {}) };
 * const client = new S3Client({ ...clientConfig(settings), forcePathStyle: true });
 */
export function clientConfig(settings: ClientSettings): ClientConfig {
  const { region, endpoint, credentials } = settings;
  const agent = { keepAlive: true, maxSockets: settings.maxSockets ?? defaults.maxSockets } as const;
  return {
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...identity(credentials),
    retryMode: 'adaptive',
    maxAttempts: settings.maxAttempts ?? defaults.maxAttempts,
    requestHandler: {
      connectionTimeout: settings.connectTimeoutMs ?? defaults.connectTimeoutMs,
      socketTimeout: settings.idleTimeoutMs ?? defaults.idleTimeoutMs,
      httpAgent: agent,
      httpsAgent: agent,
    },
    customUserAgent: 'lithops-js',
  };
}

function identity(credentials: Credentials): Pick<ClientConfig, 'credentials' | 'profile'> {
  switch (credentials.kind) {
    case 'keys': {
      const { accessKeyId, secretAccessKey, sessionToken } = credentials;
      return {
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
      };
    }
    case 'chain':
      return credentials.profile === undefined ? {} : { profile: credentials.profile };
  }
}
