import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LithopsError } from '../errors/lithops-error.js';
import type { WorkerBundle } from '../spec/runtime.js';
import { codeOf } from '../util/thrown.js';
import { type BundleFiles, hashOf } from './bundle-files.js';
import { bundleOf } from './bundle-of-files.js';

/** Beside a bundled program: its workers, one folder each, and the list of them. */
const FOLDER = 'lithops-workers';
export const LIST = 'workers.json';

/** Which worker it is: plug-ins by name. */
export interface WorkerKey {
  readonly backend: string;
  /** `undefined`: it reaches no store. */
  readonly storage: string | undefined;
}

/** A worker that the program's bundler has made. */
export interface EmittedWorker {
  readonly backend: string;
  /** Names of the plug-ins of its store; none: it reaches no store. */
  readonly storages: readonly string[];
  /** SHA-256 of its files; they lie in a folder of that name. */
  readonly hash: string;
  readonly files: readonly string[];
}

/**
 * The worker that was made together with this program, if this program was bundled.
 *
 * @returns `undefined`: it was not; workers are bundled here
 * @throws {LithopsError} `LITHOPS_WORKER_FAILED` when it was, without that worker or with other files.
 */
export async function emittedWorker(key: WorkerKey): Promise<WorkerBundle | undefined> {
  const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), FOLDER);
  const text = await readFile(path.join(folder, LIST), 'utf8').catch(missing);
  if (text === undefined) return undefined;
  const list = parseList(text);
  const found = list.find((worker) => fits(worker, key));
  if (found === undefined) throw notEmitted(key, list, folder);
  const directory = path.join(folder, found.hash);
  const files = await read(directory, found.files);
  if (hashOf(files) === found.hash) return bundleOf({ directory, hash: found.hash, files });
  throw new LithopsError({
    code: 'LITHOPS_WORKER_FAILED',
    message: `Expected the files in ${directory} to be those that the program was bundled with, got others: bundle it again.`,
  });
}

function fits({ backend, storages }: EmittedWorker, key: WorkerKey): boolean {
  return backend === key.backend && (key.storage === undefined || storages.includes(key.storage));
}

async function read(directory: string, names: readonly string[]): Promise<BundleFiles> {
  const files = names.map(async (name) => [name, await readFile(path.join(directory, name))] as const);
  return new Map(await Promise.all(files));
}

function parseList(text: string): readonly EmittedWorker[] {
  const parsed: unknown = JSON.parse(text);
  if (Array.isArray(parsed) && parsed.every(isWorker)) return parsed;
  throw new TypeError(`Expected ${FOLDER}/${LIST} to list workers.`);
}

function isWorker(value: unknown): value is EmittedWorker {
  return (
    typeof value === 'object' &&
    value !== null &&
    'backend' in value &&
    'storages' in value &&
    'hash' in value
  );
}

function notEmitted(
  { backend, storage }: WorkerKey,
  list: readonly EmittedWorker[],
  folder: string,
): LithopsError {
  const names = list.map((one) => `${one.backend} with ${one.storages.join(' or ') || 'no store'}`);
  return new LithopsError({
    code: 'LITHOPS_WORKER_FAILED',
    message: `Expected a worker of ${backend} with ${storage ?? 'no store'} beside the bundled program, found ${names.join('; ') || 'none'} (${folder}). The plug-in @lithops/closure/esbuild makes one for each backend and store that the program imports.`,
  });
}

function missing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error;
}
