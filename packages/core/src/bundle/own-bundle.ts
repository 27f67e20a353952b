import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LithopsError } from '../errors/lithops-error.js';
import type { WorkerBundle } from '../spec/runtime.js';
import { VERSION } from '../version.js';

/** Core's own built files: workers that are not uploaded anywhere start from them. */
export function coreWorkerBundle(): WorkerBundle {
  const entry = fileURLToPath(new URL('./worker.cjs', import.meta.url));
  return {
    directory: path.dirname(entry),
    entry: path.basename(entry),
    hash: VERSION,
    zip: () => Promise.reject(noZip()),
  };
}

function noZip(): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_UNSUPPORTED',
    message:
      'Expected a backend that uploads its workers to zip their files, got one that does not say so: set `uploadsWorker: true` in its capabilities.',
  });
}
