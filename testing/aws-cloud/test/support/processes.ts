import { readFileSync } from 'node:fs';

/** As the kernel has it: `R`, `S`, `T` (stopped), `Z` (ended, and nobody has asked how); nothing when it is gone. */
export function processState(pid: number): string | undefined {
  try {
    return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined;
    throw error;
  }
}

export function isRunning(pid: number): boolean {
  return !['Z', 'X', undefined].includes(processState(pid));
}
