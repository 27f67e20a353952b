import type { AttemptStats } from '../wire/index.js';

/** A call that is being measured. */
export interface MeasuredCall {
  readonly startedMs: number;
  readonly startedEpochMs: number;
  /** Processor time of this process so far, milliseconds; `undefined`: not asked for. */
  readonly cpuBeforeMs: number | undefined;
}

/** From this length on, calls are measured in full: asking the system takes as long as a short call. */
const MEASURE_FROM_MS = 1;

let peakMemoryMb = 0;

/** Calls of a job are mostly alike: after a long one, the next is expected to be long. So is the first. */
let isLongExpected = true;

/** To be called right before the function. One call runs in a process at a time. */
export function beginMeasuring(): MeasuredCall {
  return {
    startedEpochMs: Date.now(),
    cpuBeforeMs: isLongExpected ? cpuMsOf(process.cpuUsage()) : undefined,
    startedMs: performance.now(),
  };
}

/** To be called right after the function has ended. */
export function endMeasuring({ startedMs, startedEpochMs, cpuBeforeMs }: MeasuredCall): AttemptStats {
  const execMs = performance.now() - startedMs;
  isLongExpected = execMs >= MEASURE_FROM_MS;
  if (!isLongExpected && peakMemoryMb > 0) return { execMs, peakMemoryMb, startedEpochMs, cpuMs: undefined };
  const usage = process.resourceUsage();
  peakMemoryMb = usage.maxRSS / 1024;
  const cpuMs =
    cpuBeforeMs === undefined
      ? undefined
      : cpuMsOf({ user: usage.userCPUTime, system: usage.systemCPUTime }) - cpuBeforeMs;
  return { execMs, peakMemoryMb, startedEpochMs, cpuMs };
}

/** Of microseconds. */
function cpuMsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}
