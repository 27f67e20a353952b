import { monotonicMs } from '../util/monotonic-ms.js';
import type { AttemptStats } from '../wire/index.js';

/** A call that is being measured. */
export interface MeasuredCall {
  readonly startedMs: number;
  readonly startedEpochMs: number;
  /** Processor time of this process so far, milliseconds; `undefined`: not asked for. */
  readonly cpuBeforeMs: number | undefined;
}

/** From this length on, calls are measured in full: asking the system twice may take a hundredth of that. */
const MEASURE_FROM_MS = 10;

let peakMemoryMb = 0;

/** Calls of a job are mostly alike: after a long one, the next is expected to be long. So is the first. */
let isLongExpected = true;

/** So little time holds no more work than asking again would be, milliseconds. */
const STILL_FRESH_MS = 0.5;

/** Processor time of this process at the end of its last long call. */
let lastUsage = { cpuMs: 0, atMs: Number.NEGATIVE_INFINITY };

/** To be called right before the function. One call runs in a process at a time. @param startedMs by `monotonicMs` */
export function beginMeasuring(startedMs: number): MeasuredCall {
  const startedEpochMs = Date.now();
  if (!isLongExpected) return { startedEpochMs, startedMs, cpuBeforeMs: undefined };
  const isFresh = startedMs - lastUsage.atMs < STILL_FRESH_MS;
  return { startedEpochMs, startedMs, cpuBeforeMs: isFresh ? lastUsage.cpuMs : cpuMsOf(process.cpuUsage()) };
}

/** To be called right after the function has ended. */
export function endMeasuring({ startedMs, startedEpochMs, cpuBeforeMs }: MeasuredCall): AttemptStats {
  const endedMs = monotonicMs();
  const execMs = endedMs - startedMs;
  isLongExpected = execMs >= MEASURE_FROM_MS;
  if (!isLongExpected && peakMemoryMb > 0) return { execMs, peakMemoryMb, startedEpochMs, cpuMs: undefined };
  const usage = process.resourceUsage();
  peakMemoryMb = usage.maxRSS / 1024;
  const cpuAfterMs = cpuMsOf({ user: usage.userCPUTime, system: usage.systemCPUTime });
  lastUsage = { cpuMs: cpuAfterMs, atMs: endedMs };
  const cpuMs = cpuBeforeMs === undefined ? undefined : cpuAfterMs - cpuBeforeMs;
  return { execMs, peakMemoryMb, startedEpochMs, cpuMs };
}

/** Of microseconds. */
function cpuMsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
