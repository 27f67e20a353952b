import { isLithopsError, LithopsError } from '../errors/index.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { readAhead } from '../util/read-ahead.js';
import { messageOf } from '../util/thrown.js';
import {
  executorPrefix,
  functionsPrefix,
  isCloudObjectKey,
  type JobAddress,
  jobPrefix,
  nestedExecutorsPrefix,
  nestedInJobPrefix,
} from './key-layout.js';

const defaultTimeoutMs = 10_000;
const parallelPages = 8;

/** Where to clean, and for how long at most. */
export interface CleanTarget {
  readonly storage: StorageBackend;
  readonly bucket: string;
  /** Milliseconds for the whole. @default 10 000 */
  readonly timeoutMs?: number | undefined;
}

export interface ExecutorCleanOptions {
  /** Cloud objects without a key of the user's as well. @default false */
  readonly cloudObjects?: boolean | undefined;
  /** Persisted jobs whose results nobody has read yet: they stay, with the functions of the executor. @default none */
  readonly keepJobs?: readonly JobAddress[] | undefined;
}

/**
 * Deletes everything of one job and of the executors that its calls opened, but no cloud objects, and gives the number of
 * deleted objects.
 * @throws {LithopsError} `LITHOPS_CLEAN_INCOMPLETE` when objects are left: the store failed (the cause), or time was over.
 */
export async function cleanJob(
  target: CleanTarget,
  job: JobAddress,
  isKept: (key: string) => boolean = () => false,
): Promise<number> {
  const isGarbage = (key: string): boolean => !isCloudObjectKey(key) && !isKept(key);
  return clean(target, [jobPrefix(job), nestedInJobPrefix(job)], isGarbage);
}

/** As {@link cleanJob}, for all that an executor and the executors inside its calls have stored. */
export async function cleanExecutor(
  target: CleanTarget,
  executorId: string,
  options: ExecutorCleanOptions = {},
): Promise<number> {
  const { cloudObjects = false, keepJobs = [] } = options;
  const kept = keepJobs.flatMap((job) => [jobPrefix(job), nestedInJobPrefix(job)]);
  if (kept.length > 0) kept.push(functionsPrefix(executorId));
  const isGarbage = (key: string) =>
    (cloudObjects || !isCloudObjectKey(key)) && !kept.some((prefix) => key.startsWith(prefix));
  return clean(target, [executorPrefix(executorId), nestedExecutorsPrefix(executorId)], isGarbage);
}

async function clean(
  target: CleanTarget,
  prefixes: readonly string[],
  isGarbage: (key: string) => boolean,
): Promise<number> {
  const { bucket, timeoutMs = defaultTimeoutMs } = target;
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      deadline.abort();
      reject(new Error(`${timeoutMs} ms were over`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([deleteBelow(target, prefixes, isGarbage, deadline.signal), expired]);
  } catch (error) {
    if (isLithopsError(error, 'LITHOPS_NO_SUCH_BUCKET')) return 0; // nothing was ever stored
    throw incomplete(bucket, prefixes, error);
  } finally {
    clearTimeout(timer);
  }
}

/** Some pages at once, and others while more is listed: stores take up to a second for a page. What is done is done when time is over. */
async function deleteBelow(
  target: CleanTarget,
  prefixes: readonly string[],
  isGarbage: (key: string) => boolean,
  deadline: AbortSignal,
): Promise<number> {
  const { storage, bucket } = target;
  const pages = garbagePages(target, prefixes, isGarbage, deadline);
  let deleted = 0;
  for await (const count of readAhead(pages, parallelPages, async (keys) => {
    if (deadline.aborted) return 0;
    await storage.deleteMany(bucket, keys);
    return keys.length;
  })) {
    deleted += count;
  }
  return deleted;
}

async function* garbagePages(
  { storage, bucket }: CleanTarget,
  prefixes: readonly string[],
  isGarbage: (key: string) => boolean,
  deadline: AbortSignal,
): AsyncGenerator<readonly string[], void, undefined> {
  for (const prefix of prefixes) {
    for await (const page of storage.list(bucket, prefix)) {
      if (deadline.aborted) return;
      const keys = page.map(({ key }) => key).filter(isGarbage);
      if (keys.length > 0) yield keys;
    }
  }
}

function incomplete(bucket: string, prefixes: readonly string[], cause: unknown): LithopsError {
  const reason = messageOf(cause);
  return new LithopsError({
    code: 'LITHOPS_CLEAN_INCOMPLETE',
    message: `Temporary objects are left in bucket "${bucket}" below ${prefixes.join(', ')}: ${reason.replace(/\.?$/, '.')} Call clean() again when the cause is gone, or delete them by hand.`,
    isRetryable: true,
    cause,
  });
}
