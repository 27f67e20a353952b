import type { CodeSpace } from '@lithops/closure';

/** No call is called slow before that, milliseconds. */
const LEAST_PATIENCE_MS = 100;
/** A call that takes so many times what others of its job took holds those behind it up, however long its chunk is. */
const PATIENCE_FACTOR = 10;
const SMOOTHING = 0.3;

const perCallMs = new WeakMap<CodeSpace, number>();

/** Remembers what a call of this job takes in this process. */
export function noteDuration(code: CodeSpace, totalMs: number, calls: number): void {
  if (calls === 0) return;
  const known = perCallMs.get(code);
  const measured = totalMs / calls;
  perCallMs.set(code, known === undefined ? measured : known + SMOOTHING * (measured - known));
}

/** How long a call of a chunk may take until the others go elsewhere, milliseconds. */
export function patienceMs(code: CodeSpace): number {
  return Math.max(LEAST_PATIENCE_MS, PATIENCE_FACTOR * (perCallMs.get(code) ?? 0));
}
