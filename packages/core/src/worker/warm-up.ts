import { CodeSpace } from '@lithops/closure/code-space';

/** Loads what the first activation needs, in a process that has nothing else to do yet. */
export function warmUp(): void {
  CodeSpace.warmUp();
}
