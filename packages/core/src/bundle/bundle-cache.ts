import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../util/thrown.js';
import type { BuiltWorker } from './build-worker.js';
import { type BundleFiles, hashOf } from './bundle-files.js';
import { checkOwner, missing } from './own-folder.js';

/** A bundle as it lies on the disk. */
export interface KeptBundle {
  readonly directory: string;
  readonly hash: string;
  readonly files: BundleFiles;
}

interface Record {
  readonly hash: string;
  /** The files it was made from; when one has changed it is made again. */
  readonly inputs: readonly Stamp[];
}

type Stamp = readonly [file: string, sizeBytes: number, modifiedMs: number];

/**
 * Bundles on disk: each in a folder named by its hash, and for each request a record of which one it came to.
 */
export class WorkerBundleCache {
  readonly #directory: string;

  /** @param cacheDirectory - made when it is first written to, for this user alone */
  constructor(cacheDirectory: string) {
    this.#directory = path.join(cacheDirectory, 'workers');
  }

  /** @returns `undefined` when there is none, or not of what the files are now */
  async read(request: string): Promise<KeptBundle | undefined> {
    const record = await this.#record(request);
    if (record === undefined || !(await areUnchanged(record.inputs))) return undefined;
    const directory = path.join(this.#directory, record.hash);
    const files = await filesIn(directory);
    return hashOf(files) === record.hash ? { directory, hash: record.hash, files } : undefined;
  }

  /** @throws {LithopsError} `LITHOPS_STORAGE_UNSAFE` when somebody else can write there. */
  async write(request: string, { files, inputs }: BuiltWorker): Promise<KeptBundle> {
    const hash = hashOf(files);
    const directory = path.join(this.#directory, hash);
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await checkOwner(this.#directory);
    await this.#whole(directory, async (draft) => {
      await mkdir(draft);
      for (const [name, bytes] of files) await writeFile(path.join(draft, name), bytes);
    });
    const record: Record = { hash, inputs: await Promise.all(inputs.map(stampOf)) };
    const place = this.#placeOf(request);
    await this.#whole(place, (draft) => writeFile(draft, JSON.stringify(record), { mode: 0o600 }));
    return { directory, hash, files };
  }

  /** Written beside and moved into place: whole or not at all, also when several programs do it at once. */
  async #whole(place: string, write: (draft: string) => Promise<void>): Promise<void> {
    const draft = `${place}.${process.pid}.${randomBytes(4).toString('hex')}`;
    try {
      await write(draft);
      await rename(draft, place);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      // Somebody else was quicker with the same files. A folder that was damaged is made anew.
      if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'ENOTEMPTY') throw error;
      if (hashOf(await filesIn(place)) === path.basename(place)) return;
      await rm(place, { recursive: true, force: true });
      await this.#whole(place, write);
    }
  }

  async #record(request: string): Promise<Record | undefined> {
    const text = await readFile(this.#placeOf(request), 'utf8').catch(missing);
    if (text === undefined) return undefined;
    await checkOwner(this.#directory);
    return parseRecord(text);
  }

  #placeOf(request: string): string {
    return path.join(this.#directory, `${createHash('sha256').update(request).digest('hex')}.json`);
  }
}

function parseRecord(text: string): Record | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch (error) {
    // Cut off: made again.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Record {
  return (
    typeof value === 'object' &&
    value !== null &&
    'hash' in value &&
    typeof value.hash === 'string' &&
    /^[0-9a-f]{64}$/.test(value.hash) &&
    'inputs' in value &&
    Array.isArray(value.inputs)
  );
}

/** All that lie in a bundle's folder. */
export async function filesIn(directory: string): Promise<BundleFiles> {
  const names = (await readdir(directory).catch(missing)) ?? [];
  const files = names.map(async (name) => [name, await readFile(path.join(directory, name))] as const);
  return new Map(await Promise.all(files));
}

async function areUnchanged(inputs: readonly Stamp[]): Promise<boolean> {
  const now = await Promise.all(inputs.map(([file]) => stampOf(file).catch(missing)));
  return now.every((stamp, position) => String(stamp) === String(inputs[position]));
}

async function stampOf(file: string): Promise<Stamp> {
  const { size, mtimeMs } = await stat(file);
  return [file, size, mtimeMs];
}
