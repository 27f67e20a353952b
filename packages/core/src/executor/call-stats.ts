import type { CallTable } from '../monitor/call-table.js';
import type { CallStats } from './surface.js';

/**
 * What is known of a call's last attempt. Two clocks tell it: when it was sent and when its end was told is this program's,
 * when it ran is the worker's, and how far those are apart is known only within bounds.
 */
export function callStats(
  table: CallTable,
  index: number,
  usdOf: (stats: { readonly execMs: number }) => number | undefined,
): CallStats {
  const stats = table.stats(index);
  const invokedMs = table.invokedEpochMs(index);
  const attempts = table.attempt(index);
  const invokedAt = dateOf(invokedMs);
  if (stats === undefined) return { ...nothing, attempts, invokedAt };
  const { execMs, peakMemoryMb, cpuMs, startedEpochMs: startedMs, toldEpochMs: toldMs } = stats;
  const endedMs = startedMs + execMs;
  const clockSkewMs = invokedMs === undefined ? undefined : skew({ invokedMs, startedMs, endedMs, toldMs });
  return {
    attempts,
    execMs,
    peakMemoryMb,
    cpuMs,
    invokedAt,
    startedAt: dateOf(startedMs),
    endedAt: dateOf(endedMs),
    toldAt: dateOf(toldMs),
    clockSkewMs,
    usd: usdOf(stats),
  };
}

interface Times {
  readonly invokedMs: number;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly toldMs: number;
}

/** A call starts after it was sent and ends before that is told: what the clocks say beyond that is their difference. */
function skew({ invokedMs, startedMs, endedMs, toldMs }: Times): {
  readonly least: number;
  readonly most: number;
} {
  return { least: endedMs - toldMs - RESOLUTION_MS, most: startedMs - invokedMs + RESOLUTION_MS };
}

/** Of `Date.now()`. */
const RESOLUTION_MS = 1;

const nothing = {
  execMs: undefined,
  peakMemoryMb: undefined,
  cpuMs: undefined,
  startedAt: undefined,
  endedAt: undefined,
  toldAt: undefined,
  clockSkewMs: undefined,
  usd: undefined,
} as const satisfies Partial<CallStats>;

function dateOf(epochMs: number | undefined): Date | undefined {
  return epochMs === undefined || Number.isNaN(epochMs) ? undefined : new Date(epochMs);
}
