import { CodeSpace } from '@lithops/closure/code-space';
import { LithopsError } from '../errors/lithops-error.js';
import type { StorageBackend } from '../spec/storage-backend.js';
import { jobName } from '../storage/key-layout.js';
import type { ActivationPayload, CodeReference } from '../wire/index.js';
import { deployedFunction } from './deployed-functions.js';
import { ownModule } from './own-modules.js';
import { shareOwnClasses } from './shared-classes.js';

/** Jobs whose code a process keeps. One more, and the job used longest ago is loaded anew when it comes back. */
const MAX_JOBS = 16;

/**
 * The code of each job, loaded once per process: calls of one job in one process share its captured state, two jobs
 * never do. A capsule whose hash is not the payload's is refused by the loader.
 */
export class CodeCache {
  readonly #spaces = new Map<string, Promise<CodeSpace>>();

  /** The job's code with everything that this payload's items need. */
  async load(payload: ActivationPayload, openStorage: () => Promise<StorageBackend>): Promise<CodeSpace> {
    // A job that was begun anew under the same name is another one.
    const job = `${jobName(payload)} ${payload.persistSeal ?? ''}`;
    const known = this.#spaces.get(job);
    const space = known ?? loadSpace(payload, openStorage);
    this.#spaces.delete(job);
    this.#spaces.set(job, space);
    this.#dropOldest();
    try {
      const loaded = await space;
      await addMissing(loaded, payload, openStorage);
      return loaded;
    } catch (error) {
      if (this.#spaces.get(job) === space && known === undefined) this.#spaces.delete(job);
      throw error;
    }
  }

  #dropOldest(): void {
    for (const job of this.#spaces.keys()) {
      if (this.#spaces.size <= MAX_JOBS) return;
      this.#spaces.delete(job);
    }
  }
}

async function loadSpace(
  payload: ActivationPayload,
  openStorage: () => Promise<StorageBackend>,
): Promise<CodeSpace> {
  const [main] = payload.code;
  if (main === undefined)
    throw new LithopsError({ code: 'LITHOPS_PROTOCOL', message: 'The payload names no function.' });
  const code = await CodeSpace.load([await readCode(main, payload, openStorage)], {
    resolveModule: ownModule,
  });
  return shareOwnClasses(code);
}

async function addMissing(
  space: CodeSpace,
  payload: ActivationPayload,
  openStorage: () => Promise<StorageBackend>,
): Promise<void> {
  const missing = payload.code.filter(({ hash }) => !space.has(hash));
  if (missing.length === 0) return;
  await space.add(await Promise.all(missing.map((reference) => readCode(reference, payload, openStorage))));
}

async function readCode(
  { hash, bytes, key }: CodeReference,
  { storage: { bucket } }: ActivationPayload,
  openStorage: () => Promise<StorageBackend>,
): Promise<{ hash: string; bytes: Uint8Array<ArrayBuffer> }> {
  if (bytes !== undefined) return { hash, bytes };
  if (key === undefined) {
    const deployed = await deployedFunction(hash);
    if (deployed !== undefined) return { hash, bytes: deployed };
    throw new LithopsError({
      code: 'LITHOPS_PROTOCOL',
      message: `The code ${hash} is neither in the payload nor in storage, nor was it deployed with the worker.`,
    });
  }
  const storage = await openStorage();
  return { hash, bytes: await storage.get(bucket, key) };
}
