import type { DoctorFinding } from '@lithops/core/spec';
import { commandName } from '../command-name.js';
import type { Check, Diagnosis } from './check.js';
import { findingOf } from './finding-of.js';

const defaultLimitMs = 10_000;

/**
 * Runs checks one after the other; one that throws or hangs is a problem of its own, and hides no other but those that need
 * what it looks at.
 */
export async function* examine<P>(
  checks: readonly Check<P>[],
  patient: P,
): AsyncGenerator<Diagnosis, void, undefined> {
  const ill = new Set<string>();
  for (const check of checks) {
    if (check.needs !== undefined && ill.has(check.needs)) continue;
    for (const finding of await findingsOf(check, patient)) {
      if (finding.level === 'problem') ill.add(check.name);
      yield { check: check.name, ...finding, ...asTyped(finding) };
    }
  }
}

/** Plug-ins do not know how this command was started. */
function asTyped({ fix }: DoctorFinding): Pick<DoctorFinding, 'fix'> {
  return fix === undefined ? {} : { fix: fix.replaceAll(/(?<!npx )\blithops(?= [a-z])/g, commandName()) };
}

async function findingsOf<P>(check: Check<P>, patient: P): Promise<readonly DoctorFinding[]> {
  const { limitMs = defaultLimitMs } = check;
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<readonly DoctorFinding[]>((resolve) => {
    timer = setTimeout(() => {
      resolve([{ level: 'problem', message: `expected an answer within ${limitMs / 1000} s, got none` }]);
      deadline.abort();
    }, limitMs);
  });
  // Not thrown from here: a check may throw before it is asynchronous.
  const findings = Promise.resolve().then(() => check.run(patient, deadline.signal));
  try {
    return await Promise.race([findings, tooLong]);
  } catch (error) {
    return [findingOf(error)];
  } finally {
    clearTimeout(timer);
    // What comes of it when nobody waits any more has been told as too long.
    findings.catch(() => undefined);
  }
}
