import { type Credentials, credentialsOf } from '@lithops/aws';
import { LithopsError } from '@lithops/core';
import type { SectionConfig } from '@lithops/core/spec';
import type { awsS3Section, serverSection } from './s3-sections.js';

/** Names of the plug-ins, which are those of their sections. */
export type SectionName = 'aws_s3' | 'ceph' | 'minio' | 'ibm_cos';

/** How a store is reached: a section, checked. */
export interface S3Settings {
  readonly section: SectionName;
  /** `undefined`: the SDK decides. */
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly credentials: Credentials | { readonly kind: 'anonymous' };
  readonly pathStyle: boolean;
  readonly checksums: 'WHEN_REQUIRED' | 'WHEN_SUPPORTED';
  readonly connectTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly maxAttempts: number;
}

/** A checked section of any of them. */
export type SectionValues = SectionConfig<typeof awsS3Section> | SectionConfig<typeof serverSection>;

/**
 * A section, and what the environment says of the endpoint, as settings.
 * @throws {LithopsError} `LITHOPS_CONFIG` for an endpoint that is no URL, and for credentials that do not fit together.
 */
export function settingsOf(
  section: SectionName,
  values: SectionValues,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): S3Settings {
  const endpoint = values.endpoint === undefined ? undefined : checkedEndpoint(section, values.endpoint);
  const isElsewhere = (endpoint ?? endpointOfEnvironment(environment)) !== undefined;
  return {
    section,
    endpoint,
    region: values.region,
    credentials: credentials(section, values),
    pathStyle: values.path_style ?? isElsewhere,
    checksums: values.checksums === 'when_supported' ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
    connectTimeoutMs: values.connect_timeout * 1000,
    idleTimeoutMs: values.idle_timeout * 1000,
    maxAttempts: values.max_attempts,
  };
}

/** The endpoint that the SDK takes when none is configured. */
export function endpointOfEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  return environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL'] || undefined;
}

function credentials(section: SectionName, values: SectionValues): S3Settings['credentials'] {
  if (!('anonymous' in values) || !values.anonymous) return credentialsOf(section, values);
  // Keys of section "aws" may be there for other plug-ins: that they are not sent is what was asked for.
  return { kind: 'anonymous' };
}

function checkedEndpoint(section: SectionName, endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '') return endpoint;
  const got = url === undefined || url.username === '' ? `"${endpoint}"` : 'one with a user name in it';
  throw new LithopsError({
    code: 'LITHOPS_CONFIG',
    message: `Expected "${section}.endpoint" to be the URL of an S3 service, such as https://s3.example.org or http://127.0.0.1:9000, got ${got}.`,
  });
}
