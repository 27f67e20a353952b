import type { DoctorFinding } from '@lithops/core/spec';
import { examineFunctions } from './functions.js';
import { examineIdentity } from './identity.js';
import { examineLimits } from './limits.js';
import type { Patient } from './patient.js';
import { examineRole } from './role.js';

/** Who am I, may functions be made as that role, how many at once, and how are those that there are? */
export async function examine(patient: Patient): Promise<readonly DoctorFinding[]> {
  const identity = await examineIdentity(patient);
  // Who is unknown would be told so by each of the others.
  if (identity.some(({ level }) => level === 'problem')) return identity;
  const limits = await examineLimits(patient);
  if (limits.some(({ level }) => level === 'problem')) return [...identity, ...limits];
  return [...identity, ...limits, ...(await examineRole(patient)), ...(await examineFunctions(patient))];
}
