import { deserialize } from 'node:v8';
import type { CapsuleData } from '../capture/capsule.js';
import type { CapsulePayload } from '../code-space/records.js';
import { ClosureError } from '../errors.js';
import { sha256 } from '../sha256.js';
import { damagedCapsule } from './damaged-capsule.js';

/** The content of a capsule, after its bytes were found to be those that its hash names. */
export function openCapsule({ hash, bytes }: CapsuleData): CapsulePayload {
  const actual = sha256(bytes);
  if (actual !== hash) {
    throw new ClosureError({
      code: 'LITHOPS_CAPSULE_MISMATCH',
      path: 'the received function',
      what: `its bytes have the SHA-256 ${actual}, not ${hash}`,
      fix: 'They were changed or damaged on the way; nothing of them was run.',
    });
  }
  const payload: unknown = deserialize(bytes);
  if (isPayload(payload)) return payload;
  throw damagedCapsule('it holds something else than code');
}

/** The hash vouches for the rest: whoever made it made all of it. */
function isPayload(value: unknown): value is CapsulePayload {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'graph' in value
  );
}
