import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { clientConfig, failureOf, withoutNodeWarning } from '@lithops/aws';
import type { DoctorFinding } from '@lithops/core/spec';
import { type Patient, unlessDenied } from './patient.js';

const SERVICE = 'lambda.amazonaws.com';

/** Is the role there, and may Lambda be it? */
export async function examineRole(patient: Patient): Promise<readonly DoctorFinding[]> {
  const { settings, signal } = patient;
  const { region, credentials, role } = settings;
  const config = clientConfig({ region, endpoint: undefined, credentials });
  const client = withoutNodeWarning(() => new IAMClient(config));
  const name = role.slice(role.lastIndexOf('/') + 1);
  const ask = async (): Promise<readonly DoctorFinding[]> => {
    try {
      const found = await client.send(new GetRoleCommand({ RoleName: name }), { abortSignal: signal });
      return [trusting(name, found.Role?.AssumeRolePolicyDocument ?? '')];
    } catch (error) {
      if (isMissing(error)) return [missing(name)];
      throw error;
    }
  };
  const what = `to tell of the role "${name}"`;
  try {
    return await unlessDenied(ask, patient, { service: 'IAM', what, unknown: `the role "${name}"` });
  } finally {
    client.destroy();
  }
}

function isMissing(error: unknown): boolean {
  return ['NoSuchEntity', 'NoSuchEntityException'].includes(failureOf(error).code);
}

function missing(name: string): DoctorFinding {
  return {
    level: 'problem',
    message: `expected the role "${name}" of execution_role, got none of that name in the account`,
    fix: `aws iam create-role --role-name ${name} --assume-role-policy-document "$(lithops policy trust)" && aws iam put-role-policy --role-name ${name} --policy-name lithops --policy-document "$(lithops policy role)"`,
  };
}

/** The document is JSON in the coding of URLs. */
function trusting(name: string, document: string): DoctorFinding {
  if (decodeURIComponent(document).includes(`"${SERVICE}"`))
    return { level: 'ok', message: `the role "${name}" is there, and Lambda may be it` };
  return {
    level: 'problem',
    message: `expected a role that ${SERVICE} may assume, got "${name}", which does not name it in its trust policy`,
    fix: `aws iam update-assume-role-policy --role-name ${name} --policy-document "$(lithops policy trust)"`,
  };
}
