import type { PackageData } from '../bundle/index.js';
import type { SlotRecord } from '../code-space/records.js';
import { ClosureError } from '../errors.js';
import { encodeGraph } from '../values/index.js';
import type { Contributor } from './capsule.js';

/** A capsule above this size says what makes it big. */
export const largeCapsuleBytes = 1_000_000;
const listed = 5;

/** A captured value and the way to it. */
export interface CapturedValue {
  readonly path: string;
  readonly value: unknown;
}

/** What makes a capsule big: packages, texts of functions, and captured data; largest first. */
export function contributorsOf(
  slots: readonly SlotRecord[],
  bundles: readonly PackageData[],
  values: readonly CapturedValue[],
): Contributor[] {
  const texts = slots.reduce((sum, { text }) => sum + text.length, 0);
  const all = [
    { path: 'the texts of functions', sizeBytes: texts },
    ...bundles.map(({ code }) => ({ path: 'bundled packages', sizeBytes: code.length })),
    ...values.map(({ path, value }) => ({ path, sizeBytes: sizeOfData(value) })),
  ];
  return all
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .sort((a, b) => b.sizeBytes - a.sizeBytes)
    .slice(0, listed);
}

/** Size of plain data; what holds code counts where its texts do. */
function sizeOfData(value: unknown): number {
  try {
    return encodeGraph([value]).byteLength;
  } catch (error) {
    if (error instanceof ClosureError) return 0;
    throw error;
  }
}
