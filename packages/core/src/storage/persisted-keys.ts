import { formatCallId, type JobAddress, jobPrefix } from './key-layout.js';

/** Prefix of a persisted job's stored input. */
export function inputPrefix(job: JobAddress): string {
  return `${jobPrefix(job)}input/`;
}

/** Some items of a persisted job, in the order in which they were read. */
export function inputKey(job: JobAddress, segment: number): string {
  return `${inputPrefix(job)}${formatCallId(segment)}`;
}

/** Prefix of what the client itself has decided about a persisted job's calls. */
export function endPrefix(job: JobAddress): string {
  return `${jobPrefix(job)}end/`;
}

/** How a call ended, when no worker could tell: lost for good, or work handed over and done. */
export function endKey(job: JobAddress, index: number): string {
  return `${endPrefix(job)}${formatCallId(index)}`;
}

/** Prefix of what clients of a persisted job tell each other. */
export function controlPrefix(job: JobAddress): string {
  return `${jobPrefix(job)}control/`;
}

/** Who runs a persisted job: a client writes the next generation, and the first to write it has the job. */
export function leaseKey(job: JobAddress, generation: number): string {
  return `${controlPrefix(job)}lease.${formatCallId(generation)}`;
}

/** There when a persisted job was cancelled. */
export function stopKey(job: JobAddress): string {
  return `${controlPrefix(job)}stop`;
}

/** A capsule that a persisted job needs, named by the SHA-256 of its content in hex: it goes with the job. */
export function jobCodeKey(job: JobAddress, sha256: string): string {
  return `${jobPrefix(job)}code/${sha256}`;
}

/** The number at the end of a key: a segment, a generation, a call; `undefined`: there is none. */
export function numberOfKey(key: string): number | undefined {
  const digits = /(\d{8,})$/.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
