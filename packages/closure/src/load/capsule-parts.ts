import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { CapsuleData } from '../capture/capsule.js';
import { canonical } from '../values/index.js';
import { openCapsule } from './payload.js';

/** Digests of what a capsule consists of: two that differ can be told apart by what differs. */
export interface CapsuleParts {
  /** The texts of its functions and classes. */
  readonly code: string;
  /** The packages that it uses. */
  readonly packages: string;
  /** The values that it closes over. */
  readonly values: string;
}

/** @throws ClosureError `LITHOPS_CAPSULE_MISMATCH` when the bytes are not those that the hash names. */
export function capsuleParts(capsule: CapsuleData): CapsuleParts {
  const { slots, references, bundles, scopes, declarations, graph } = openCapsule(capsule);
  return {
    code: digest(slots),
    packages: digest([references, bundles]),
    values: digest([scopes, declarations, graph]),
  };
}

function digest(value: unknown): string {
  return createHash('sha256')
    .update(serialize(canonical(value)))
    .digest('base64url');
}
