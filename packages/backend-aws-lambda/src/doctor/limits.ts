import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import type { DoctorFinding } from '@lithops/core/spec';
import { type Patient, unlessDenied } from './patient.js';

/** "Concurrent executions", by which AWS knows the limit. */
const QUOTA =
  'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384';

/** Is Lambda there, and does it run as many at once as are asked for? */
export function examineLimits(patient: Patient): Promise<readonly DoctorFinding[]> {
  const { client, settings, signal } = patient;
  const ask = async (): Promise<readonly DoctorFinding[]> => {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}), { abortSignal: signal });
    const { ConcurrentExecutions: all = 0, UnreservedConcurrentExecutions: free = all } = AccountLimit ?? {};
    return [
      { level: 'ok', message: `Lambda answers from ${await client.config.region()}` },
      concurrency({ all, free }, settings.maxWorkers),
    ];
  };
  const what = 'to tell the limits of the account';
  return unlessDenied(ask, patient, { service: 'Lambda', what, unknown: "the account's concurrency" });
}

function concurrency(
  { all, free }: { readonly all: number; readonly free: number },
  maxWorkers: number,
): DoctorFinding {
  const reserved = free === all ? '' : ` (${all}, of which functions have reserved ${all - free})`;
  if (maxWorkers <= free)
    return {
      level: 'ok',
      message: `the account runs ${free} calls at once${reserved}, max_workers is ${maxWorkers}`,
    };
  return {
    level: 'warning',
    message: `expected the account to run max_workers = ${maxWorkers} calls at once, got ${free}${reserved}: what is more is refused and sent again. For more, \`${QUOTA} --desired-value ${maxWorkers + all - free}\``,
    fix: `lithops config set aws_lambda.max_workers ${free}`,
  };
}
