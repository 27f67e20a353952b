import { isLithopsError } from '../errors/index.js';
import type { StorageBackend, StoredObject } from '../spec/storage-backend.js';
import { cleanExecutor } from './job-cleaner.js';
import { isCloudObjectKey, type JobAddress, jobsPrefix, parseManifestKey } from './key-layout.js';

/** What one executor, and those that its calls opened, have in a bucket. */
export interface Leftover {
  readonly executorId: string;
  readonly objects: number;
  readonly sizeBytes: number;
  /** When the last of them was written. */
  readonly lastModified: Date;
  /** Objects that calls stored for their users, among `objects`. */
  readonly cloudObjects: number;
  /** Jobs that were kept to be resumed. */
  readonly persisted: readonly JobAddress[];
}

/** Where to look. */
export interface LeftoverPlace {
  readonly storage: StorageBackend;
  readonly bucket: string;
}

/** Temporary data of this user's executors, one after the other. A bucket that does not exist has none. */
export async function* findLeftovers(
  { storage, bucket }: LeftoverPlace,
  userHash: string,
): AsyncGenerator<Leftover, void, undefined> {
  let found: Growing | undefined;
  try {
    for await (const page of storage.list(bucket, `${jobsPrefix}${userHash}-`)) {
      for (const object of page) {
        const executorId = outermostExecutor(object.key);
        if (found !== undefined && found.executorId !== executorId) yield found;
        if (found?.executorId !== executorId) found = nothingOf(executorId);
        count(found, object);
      }
    }
  } catch (error) {
    if (!isLithopsError(error, 'LITHOPS_NO_SUCH_BUCKET')) throw error;
  }
  if (found !== undefined) yield found;
}

/**
 * Deletes temporary data of one executor and gives the number of deleted objects; with `everything`, persisted jobs and cloud
 * objects as well.
 *
 * @throws {LithopsError} `LITHOPS_CLEAN_INCOMPLETE`
 */
export function removeLeftover(
  place: LeftoverPlace,
  { executorId, persisted }: Leftover,
  { everything, timeoutMs }: { readonly everything: boolean; readonly timeoutMs: number },
): Promise<number> {
  const keepJobs = everything ? [] : persisted;
  return cleanExecutor({ ...place, timeoutMs }, executorId, { cloudObjects: everything, keepJobs });
}

interface Growing extends Leftover {
  objects: number;
  sizeBytes: number;
  lastModified: Date;
  cloudObjects: number;
  readonly persisted: JobAddress[];
}

function nothingOf(executorId: string): Growing {
  return { executorId, objects: 0, sizeBytes: 0, lastModified: new Date(0), cloudObjects: 0, persisted: [] };
}

function count(found: Growing, { key, size, lastModified }: StoredObject): void {
  found.objects++;
  found.sizeBytes += size;
  if (lastModified > found.lastModified) found.lastModified = lastModified;
  if (isCloudObjectKey(key)) found.cloudObjects++;
  const job = parseManifestKey(key);
  if (job !== undefined) found.persisted.push(job);
}

/** `<id>` of `lithops.jobs/<id>.M0001.00000000.0/…`: all of a program's executors, and those inside, are one. */
function outermostExecutor(key: string): string {
  return key.slice(jobsPrefix.length).split(/[./]/, 1)[0] ?? '';
}
