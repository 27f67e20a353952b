import { ClosureError } from '../errors.js';

/** The error for a capsule whose hash is right and whose content is none that this version makes. */
export function damagedCapsule(what: string): ClosureError {
  return new ClosureError({
    code: 'LITHOPS_CAPSULE_MISMATCH',
    path: 'the received function',
    what: `the capsule is damaged or of another version: ${what}`,
    fix: 'Use the same version of @lithops/closure on both sides.',
  });
}
