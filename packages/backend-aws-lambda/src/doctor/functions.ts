import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { failureOf } from '@lithops/aws';
import type { DoctorFinding } from '@lithops/core/spec';
import { type Patient, unlessDenied } from './patient.js';

/** So many are looked at, newest first: older ones are those of earlier versions and settings. */
const LOOKED_AT = 10;

/** How are the functions that there are? */
export function examineFunctions(patient: Patient): Promise<readonly DoctorFinding[]> {
  const ask = async (): Promise<readonly DoctorFinding[]> => {
    const names = await namesOf(patient);
    const found = await Promise.all(names.slice(0, LOOKED_AT).map((name) => stateOf(name, patient)));
    const ill = found.flatMap((one) => (one === undefined ? [] : findingsOf(one)));
    const count = names.length === 1 ? '1 function is' : `${names.length} functions are`;
    return [{ level: 'ok', message: `${count} deployed for this user` }, ...ill];
  };
  const what = 'to list functions';
  return unlessDenied(ask, patient, { service: 'Lambda', what, unknown: 'what is deployed' });
}

async function namesOf({ client, prefix, signal }: Patient): Promise<readonly string[]> {
  const found: FunctionConfiguration[] = [];
  let marker: string | undefined;
  do {
    const command = new ListFunctionsCommand({ Marker: marker });
    const page = await client.send(command, { abortSignal: signal });
    found.push(...(page.Functions ?? []).filter(({ FunctionName = '' }) => FunctionName.startsWith(prefix)));
    marker = page.NextMarker;
  } while (marker !== undefined && marker !== '');
  found.sort((a, b) => ((a.LastModified ?? '') > (b.LastModified ?? '') ? -1 : 1));
  return found.map(({ FunctionName = '' }) => FunctionName);
}

/** Lists do not tell the state. */
async function stateOf(
  name: string,
  { client, signal }: Patient,
): Promise<FunctionConfiguration | undefined> {
  try {
    const command = new GetFunctionConfigurationCommand({ FunctionName: name });
    return await client.send(command, { abortSignal: signal });
  } catch (error) {
    if (failureOf(error).code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function findingsOf(found: FunctionConfiguration): readonly DoctorFinding[] {
  const { FunctionName: name = '', State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = found;
  if (State !== 'Failed' && LastUpdateStatus !== 'Failed') return [];
  const reason = StateReason ?? LastUpdateStatusReason ?? 'no reason';
  return [
    {
      level: 'warning',
      message: `expected the function ${name} to be ready, got state ${State}, last update ${LastUpdateStatus}: ${reason}. The next job that needs it makes it anew`,
      fix: `aws lambda delete-function --function-name ${name}`,
    },
  ];
}
