import type { LambdaClient } from '@aws-sdk/client-lambda';
import { failureOf, serviceError, wrongKeyOf } from '@lithops/aws';
import { isLithopsError, type LithopsError } from '@lithops/core';
import type { DoctorFinding } from '@lithops/core/spec';
import type { LambdaSettings } from '../settings/lambda-settings.js';

/** What is looked at. */
export interface Patient {
  readonly settings: LambdaSettings;
  readonly client: LambdaClient;
  /** With what the names of this user's functions begin. */
  readonly prefix: string;
  readonly signal: AbortSignal;
}

/** Asks a service something that not everybody may ask: who may not is told so, and is not ill. */
export async function unlessDenied(
  ask: () => Promise<readonly DoctorFinding[]>,
  { settings }: Patient,
  { service, what, unknown }: { readonly service: string; readonly what: string; readonly unknown: string },
): Promise<readonly DoctorFinding[]> {
  try {
    return await ask();
  } catch (error) {
    const explained = explainedBy(error, service, what, settings);
    if (isLithopsError(explained, 'LITHOPS_ACCESS_DENIED')) {
      const [action = service] = /\b[a-z0-9]+:[A-Z]\w+/.exec(explained.message) ?? [];
      return [
        {
          level: 'ok',
          message: `${unknown} was not looked at: these credentials may not ${action}, which only this check needs`,
        },
      ];
    }
    return [problem(explained, settings)];
  }
}

/** The error of Lithops for what a service answered. */
export function explainedBy(
  error: unknown,
  service: string,
  what: string,
  { region, endpoint, credentials }: LambdaSettings,
): LithopsError {
  const where = region === undefined ? service : `${service} in region ${region}`;
  return serviceError(error, {
    service,
    section: 'aws_lambda',
    endpoint: service === 'Lambda' ? (endpoint ?? where) : where,
    what,
    hasKeys: credentials.kind === 'keys',
  });
}

/** A finding with the command that mends it. */
export function problem(error: LithopsError, settings: LambdaSettings): DoctorFinding {
  return { level: 'problem', message: `${error.code}: ${error.message}`, fix: fixOf(error, settings) };
}

function fixOf({ code, cause }: LithopsError, { credentials, endpoint }: LambdaSettings): string | undefined {
  switch (code) {
    case 'LITHOPS_NO_CREDENTIALS':
      return 'aws configure';
    case 'LITHOPS_WRONG_CREDENTIALS':
      return credentials.kind === 'keys'
        ? `lithops config set aws_lambda.${wrongKeyOf(cause instanceof Error ? cause.name : '')} VALUE`
        : 'aws configure';
    case 'LITHOPS_CLOCK_SKEW':
      return 'sudo timedatectl set-ntp true';
    case 'LITHOPS_SERVICE_UNAVAILABLE':
      if (endpoint !== undefined) return 'lithops config set aws_lambda.endpoint URL';
      return failureOf(cause).code === 'ENOTFOUND'
        ? 'lithops config set aws_lambda.region REGION'
        : undefined;
    default:
      return undefined;
  }
}
