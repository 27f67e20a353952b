import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { isPassing, type ServiceFailure, safeCause } from '@lithops/aws';
import { LithopsError } from '@lithops/core';
import type { FunctionPlan } from './function-plan.js';

/** Why a change of a function was refused, as far as trying again may help. */
export type Refusal =
  /** Another client was quicker, somebody deleted it, or the service is busy. */
  | 'busy'
  /** Lambda cannot take the role: it is new, or it is the wrong one, which Lambda tells in the same words. */
  | 'role'
  | 'final';

export function refusalOf(failure: ServiceFailure): Refusal {
  const { code, message, status } = failure;
  if (code === 'ResourceConflictException' || code === 'ResourceNotFoundException') return 'busy';
  // Without an answer, there is no network or no such endpoint: the SDK has tried that often enough.
  if (status !== undefined && isPassing(failure)) return 'busy';
  return code === 'InvalidParameterValueException' && ROLE_WORDS.test(message) ? 'role' : 'final';
}

const ROLE_WORDS = /cannot be assumed by Lambda|role does not have permissions/;

/** What the user has to mend, where Lambda's own words do not say it. `undefined`: they do. */
export function roleError(
  error: unknown,
  failure: ServiceFailure,
  plan: FunctionPlan,
): LithopsError | undefined {
  const { Role: role = '' } = plan.configuration;
  const refused = (expected: string): LithopsError =>
    new LithopsError({
      code: 'LITHOPS_CONFIG',
      message: `Expected "aws_lambda.execution_role" to be ${expected}, got ${role}: ${failure.message} \`lithops doctor\` looks at it.`,
      cause: safeCause(error),
    });
  if (/^Cross-account pass role/.test(failure.message))
    return refused(`a role of the account that the credentials belong to, not of ${role.split(':')[4]}`);
  if (refusalOf(failure) === 'role')
    return refused(
      'a role that is there, that lambda.amazonaws.com may assume (its trust policy), and that may join the VPC if there is one',
    );
  return undefined;
}

/** A function, or its update, that Lambda took and then could not make. */
export function cannotBe(plan: FunctionPlan, found: FunctionConfiguration): LithopsError {
  const isCreation = found.State === 'Failed';
  const reason = isCreation ? found.StateReason : found.LastUpdateStatusReason;
  const code = isCreation ? found.StateReasonCode : found.LastUpdateStatusReasonCode;
  return new LithopsError({
    code: 'LITHOPS_SERVICE_FAILED',
    message: `Expected the function ${plan.name} to become Active, got Failed (${code ?? 'no code'}): ${reason ?? 'no reason'} Correct what this names in section "aws_lambda", such as runtime, vpc, efs or execution_role.`,
  });
}

/** Somebody else, with other settings, changes it back each time. */
export function alwaysChanged(plan: FunctionPlan): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_SERVICE_FAILED',
    message: `Expected the function ${plan.name} to stay as it was made, found it different again and again: another program with the same settings but another "aws_lambda.execution_role" or version may be at work. Give each a "namespace" of its own.`,
  });
}

export function tooLong(
  plan: FunctionPlan,
  found: FunctionConfiguration | undefined,
  limitMs: number,
): LithopsError {
  const state = `state ${found?.State}, last update ${found?.LastUpdateStatus}`;
  const reason = found?.StateReason ?? found?.LastUpdateStatusReason;
  return new LithopsError({
    code: 'LITHOPS_SERVICE_UNAVAILABLE',
    message: `Expected the function ${plan.name} to be ready within ${limitMs / 60_000} minutes, got ${state}${reason === undefined ? '' : `: ${reason}`}.`,
    isRetryable: true,
  });
}
