import { wrongKeyOf } from '@lithops/aws';
import { isLithopsError, LithopsError } from '@lithops/core';
import type { DoctorFinding } from '@lithops/core/spec';
import { bucketExists } from './s3-bucket.js';
import type { S3Connection } from './s3-connection.js';

interface Examination {
  readonly signal: AbortSignal;
  readonly bucket: string | undefined;
}

/** S3 refuses what is signed by a clock that is off by more than 15 minutes. */
const TOLERATED_SKEW_MS = 5 * 60_000;
/** The last major version of Node.js whose end the AWS SDK has announced. */
const OLD_NODE = 20;

/** Is the service there, does it know the credentials, is the bucket where it is looked for, do the clocks agree? */
export async function examine(
  connection: S3Connection,
  { signal, bucket }: Examination,
): Promise<readonly DoctorFinding[]> {
  // A bucket that nobody has tells as much of service and credentials.
  const asked = bucket ?? 'lithops-doctor-asks-for-no-bucket';
  try {
    await bucketExists(connection, asked, signal);
  } catch (error) {
    if (!(error instanceof LithopsError)) throw error;
    // Somebody else may have made that bucket: to be refused there is no illness.
    if (bucket !== undefined || !isLithopsError(error, 'LITHOPS_ACCESS_DENIED')) {
      return [{ level: 'problem', message: error.message, fix: fixOf(error, connection) }];
    }
  }
  return [
    await reached(connection, asked),
    ...(await elsewhere(connection, bucket)),
    ...skew(await connection.clockSkewMs()),
    ...oldNode(),
  ];
}

async function reached(connection: S3Connection, bucket: string): Promise<DoctorFinding> {
  const { credentials } = connection.settings;
  const by = {
    keys: 'the configured keys',
    chain: 'what the provider chain of the AWS SDK finds',
    anonymous: 'no credentials, as configured',
  };
  return {
    level: 'ok',
    message: `${await connection.describe(bucket)} answers, and takes ${by[credentials.kind]}`,
  };
}

async function elsewhere(
  connection: S3Connection,
  bucket: string | undefined,
): Promise<readonly DoctorFinding[]> {
  const { region: configured, section } = connection.settings;
  if (bucket === undefined) return [];
  const region = await connection.regionOf(bucket);
  if (configured === undefined || region === configured) return [];
  return [
    {
      level: 'warning',
      message: `expected bucket "${bucket}" in region ${configured}, got it from ${region}: the first request of each program takes a detour`,
      fix: `lithops config set ${section}.region ${region}`,
    },
  ];
}

function skew(skewMs: number): readonly DoctorFinding[] {
  if (Math.abs(skewMs) < TOLERATED_SKEW_MS) return [];
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return [
    {
      level: 'warning',
      message: `expected this machine's clock to agree with that of the service, got one that is ${minutes} minutes ${skewMs > 0 ? 'behind' : 'ahead'}`,
      fix: 'sudo timedatectl set-ntp true',
    },
  ];
}

function oldNode(): readonly DoctorFinding[] {
  if (Number(process.versions.node.split('.')[0]) > OLD_NODE) return [];
  return [
    {
      level: 'warning',
      message: `expected Node.js 22 or newer, which versions of the AWS SDK from January 2027 on will need, got ${process.versions.node}`,
    },
  ];
}

function fixOf({ code, cause }: LithopsError, { settings }: S3Connection): string | undefined {
  const { section, credentials } = settings;
  switch (code) {
    case 'LITHOPS_NO_CREDENTIALS':
      return 'aws configure';
    case 'LITHOPS_WRONG_CREDENTIALS':
      return credentials.kind === 'keys'
        ? `lithops config set ${section}.${wrongKeyOf(cause instanceof Error ? cause.name : '')} VALUE`
        : 'aws configure';
    case 'LITHOPS_CLOCK_SKEW':
      return 'sudo timedatectl set-ntp true';
    case 'LITHOPS_SERVICE_UNAVAILABLE':
      // That of AWS is right: what is lacking is a way there.
      return settings.endpoint === undefined ? undefined : `lithops config set ${section}.endpoint URL`;
    case 'LITHOPS_WRONG_REGION':
      return `lithops config set ${section}.region REGION`;
    default:
      return undefined;
  }
}
