import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checkOwner, missing } from '../bundle/own-folder.js';
import { codeOf } from '../util/thrown.js';
import { contentHash, type FolderFile, filesBelow, listingOf } from './folder-files.js';

/** Packages, or a worker with its packages, as they lie on the disk. */
export interface KeptFolder {
  readonly directory: string;
  readonly hash: string;
  readonly files: readonly FolderFile[];
  /** Where its archive is kept, or will be. */
  readonly archive: string;
}

interface Record {
  readonly hash: string;
  readonly listing: string;
}

/**
 * Keeps what was installed, each in a folder named by what was asked for: there whole or not at all, also when several
 * programs make it at once. One of which files have gone (a system that empties its temp folder) is made anew.
 */
export class KeptFolders {
  readonly #directory: string;

  /** @param directory - made when it is first written to, for this user alone */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * @param make - fills an empty folder
   * @throws {LithopsError} `LITHOPS_STORAGE_UNSAFE` when somebody else can write there
   */
  async open(key: string, make: (directory: string) => Promise<void>): Promise<KeptFolder> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await checkOwner(this.#directory);
    const place = path.join(this.#directory, key);
    const known = await read(place);
    if (known !== undefined) return known;
    const draft = `${place}.${process.pid}.${randomBytes(4).toString('hex')}`;
    try {
      await mkdir(path.join(draft, CONTENT), { recursive: true, mode: 0o700 });
      await make(path.join(draft, CONTENT));
      await record(draft);
      return await this.#settle(draft, place);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  async #settle(draft: string, place: string): Promise<KeptFolder> {
    try {
      await rename(draft, place);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'ENOTEMPTY') throw error;
      const others = await read(place);
      if (others !== undefined) return others;
      await rm(place, { recursive: true, force: true });
      return this.#settle(draft, place);
    }
    const kept = await read(place);
    if (kept === undefined)
      throw new Error(`Expected ${place} to stay as it was just made, got something else.`);
    return kept;
  }
}

const CONTENT = 'content';
const RECORD = 'record.json';

async function read(place: string): Promise<KeptFolder | undefined> {
  const directory = path.join(place, CONTENT);
  const known = parseRecord(await readFile(path.join(place, RECORD), 'utf8').catch(missing));
  if (known === undefined) return undefined;
  const files = await filesBelow(directory).catch(missing);
  if (files === undefined || listingOf(files) !== known.listing) return undefined;
  return { directory, hash: known.hash, files, archive: path.join(place, 'content.zip') };
}

async function record(place: string): Promise<void> {
  const directory = path.join(place, CONTENT);
  const files = await filesBelow(directory);
  const made: Record = { hash: await contentHash(directory, files), listing: listingOf(files) };
  await writeFile(path.join(place, RECORD), JSON.stringify(made));
}

function parseRecord(text: string | undefined): Record | undefined {
  if (text === undefined) return undefined;
  const { hash, listing }: { hash?: unknown; listing?: unknown } = JSON.parse(text);
  return typeof hash === 'string' && typeof listing === 'string' ? { hash, listing } : undefined;
}
