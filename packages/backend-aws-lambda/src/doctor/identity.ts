import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfig, withoutNodeWarning } from '@lithops/aws';
import type { DoctorFinding } from '@lithops/core/spec';
import { explainedBy, type Patient, problem } from './patient.js';

/** AWS refuses what is signed by a clock that is off by more than 5 minutes; the SDK makes up for it, others do not. */
const TOLERATED_SKEW_MS = 4 * 60_000;

/** Whose are the credentials, is that the account of the role, and is the clock right? */
export async function examineIdentity({ settings, signal }: Patient): Promise<readonly DoctorFinding[]> {
  const { region, credentials } = settings;
  const config = clientConfig({ region, endpoint: undefined, credentials });
  const client = withoutNodeWarning(() => new STSClient(config));
  try {
    const command = new GetCallerIdentityCommand({});
    const { Account: account = '', Arn: arn = '' } = await client.send(command, { abortSignal: signal });
    return [accountOf(account, arn, settings.role), ...skew(client.config.systemClockOffset)];
  } catch (error) {
    return [problem(explainedBy(error, 'STS', 'to say whose credentials these are', settings), settings)];
  } finally {
    client.destroy();
  }
}

function accountOf(account: string, arn: string, role: string): DoctorFinding {
  const owner = role.split(':')[4];
  if (owner === account) return { level: 'ok', message: `the credentials are those of ${arn}` };
  return {
    level: 'problem',
    message: `expected credentials of account ${owner}, which execution_role is of, got those of ${arn}: functions run as roles of their own account`,
    fix: `lithops config set aws_lambda.execution_role ${role.replace(`:${owner}:`, `:${account}:`)}`,
  };
}

function skew(skewMs: number): readonly DoctorFinding[] {
  if (Math.abs(skewMs) < TOLERATED_SKEW_MS) return [];
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return [
    {
      level: 'warning',
      message: `expected this machine's clock to agree with that of AWS, got one that is ${minutes} minutes ${skewMs > 0 ? 'behind' : 'ahead'}`,
      fix: 'sudo timedatectl set-ntp true',
    },
  ];
}
