import type { RoleOptions } from './iam/roles.js';
import type { AwsCredentials } from './identity/identity.js';
import type { StateDurations } from './lambda/function-record.js';

/** The S3 server next to this double, which has none of its own. */
export interface S3Endpoint {
  readonly endpoint: string;
  readonly region: string;
  /** Also those of the double's own user and of roles without other keys, so that both servers know them. */
  readonly credentials: AwsCredentials;
}

/** A cloud as a test wants it. */
export interface AwsCloudOptions {
  /** Twelve digits. Default: `123456789012`. */
  readonly accountId?: string;
  /** Where requests may be signed for; the first is that of `env`. Default: us-east-1, eu-west-1. */
  readonly regions?: readonly [string, ...string[]];
  /** What the double's own user may do. Default: everything. */
  readonly allow?: readonly string[];
  /** Roles that are there from the beginning. Default: one named `lithops`, which may do everything. */
  readonly roles?: readonly RoleOptions[];
  /** Where packages in buckets come from, and what `AWS_ENDPOINT_URL_S3` is in functions. Default: no S3. */
  readonly s3?: S3Endpoint;
  /** Concurrent executions of the account in each region. Default: 1,000. */
  readonly concurrentExecutions?: number;
  /** Default: each 0, so that functions are Active at once. */
  readonly durations?: Partial<StateDurations>;
  /**
   * What environments are: `process` (default) is one process each, frozen between events; `shared` is one worker thread each
   * in so many processes for a package, for hundreds at once: those are not frozen, and their memory is their heap. `crowd` is
   * loops in so many processes, for thousands: those have nothing of their own but the package's modules (CommonJS).
   */
  readonly environments?: 'process' | { readonly shared: number } | { readonly crowd: number };
  /** How long an environment without events is kept. Default: 5 minutes. */
  readonly idleEnvironmentMs?: number;
  /** Before the two retries of a failed event. Default: 60,000 and 120,000, as in Lambda. */
  readonly eventRetryDelaysMs?: readonly [number, number];
  /** Until what was logged can be read. Default: 0. */
  readonly logDelayMs?: number;
  /** Of all functions. Default: 75 GB. */
  readonly codeStorageBytes?: number;
  /** Programs for runtimes such as `nodejs24.x`. Default: this Node, for each. */
  readonly nodePrograms?: Readonly<Record<string, string>>;
}
