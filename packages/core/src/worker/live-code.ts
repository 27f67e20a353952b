import type { CodeSpace } from '@lithops/closure';
import { processWide } from '../util/process-wide.js';

const spaces = processWide('live-code', () => new Map<string, CodeSpace>());

/** Makes a job's own functions findable in this process: a backend that runs them where they stand needs no copy. */
export function shareLiveCode(job: string, code: CodeSpace): () => void {
  spaces.set(job, code);
  return () => spaces.delete(job);
}

/** The client's side of a job's code, when the job was made in this process and is not over. */
export function liveCode(job: string): CodeSpace | undefined {
  return spaces.get(job);
}
