import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasField, isSyntaxError } from '../modules/error-kind.js';
import { parents } from '../modules/package-folder.js';
import type { External } from './package-reference.js';

/** A finished build as it is kept. */
export interface CachedBuild {
  readonly code: string;
  /** SHA-256 of `code`, in hex: what was read back is used only when it still matches. */
  readonly hash: string;
  readonly map: string;
  readonly externals: readonly External[];
  /** The files the build read; when one has changed it is built again. */
  readonly inputs: readonly InputStamp[];
}
type InputStamp = readonly [file: string, sizeBytes: number, modifiedMs: number];

/** Kept in memory too: a program captures the same packages again and again. */
const inMemory = new Map<string, CachedBuild>();

/**
 * Bundles on disk, by what went into them. A folder that cannot be written is no error: the system's temp folder is
 * tried, at last none.
 */
export class BundleCache {
  readonly #directories: readonly string[];

  constructor(resolveDirectory: string, directory: string | undefined) {
    const preferred = directory ?? projectCache(resolveDirectory);
    this.#directories = preferred === undefined ? [tempCache()] : [preferred, tempCache()];
  }

  read(key: string): CachedBuild | undefined {
    const remembered = inMemory.get(key);
    if (remembered?.inputs.every(isUnchanged)) return remembered;
    for (const directory of this.#directories) {
      const build = isTrusted(directory) ? readBuild(join(directory, `${key}.json`)) : undefined;
      if (!build) continue;
      inMemory.set(key, build);
      return build;
    }
    return undefined;
  }

  write(key: string, build: CachedBuild): void {
    inMemory.set(key, build);
    this.#directories.some((directory) => writeBuild(directory, key, build));
  }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function stampOf(file: string): InputStamp {
  const { size, mtimeMs } = statSync(file);
  return [file, size, mtimeMs];
}

function isUnchanged([file, size, modifiedMs]: InputStamp): boolean {
  const now = statSync(file, { throwIfNoEntry: false });
  return now?.size === size && now.mtimeMs === modifiedMs;
}

function readBuild(file: string): CachedBuild | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const usable = isBuild(parsed) && sha256(parsed.code) === parsed.hash && parsed.inputs.every(isUnchanged);
    return usable ? parsed : undefined;
  } catch (error) {
    // Missing, cut off or unreadable: built again.
    if (isFileError(error) || isSyntaxError(error)) return undefined;
    throw error;
  }
}

function isBuild(value: unknown): value is CachedBuild {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'inputs' in value &&
    Array.isArray(value.inputs) &&
    'externals' in value &&
    Array.isArray(value.externals)
  );
}

function projectCache(resolveDirectory: string): string | undefined {
  for (const parent of parents(resolveDirectory)) {
    const modules = join(parent, 'node_modules');
    if (statSync(modules, { throwIfNoEntry: false })?.isDirectory())
      return join(modules, '.cache', 'lithops');
  }
  return undefined;
}

/** The temp folder is everybody's: code is run from here, so nobody else may have made it or be able to write to it. */
function tempCache(): string {
  return join(tmpdir(), `lithops-cache-${process.getuid?.() ?? 'user'}`);
}

function isTrusted(directory: string): boolean {
  const user = process.getuid?.();
  if (user === undefined || directory !== tempCache()) return true;
  const found = lstatSync(directory, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === user && (found.mode & 0o022) === 0;
}

/** Whole or not at all: written beside, then moved into place. */
function writeBuild(directory: string, key: string, build: CachedBuild): boolean {
  const file = join(directory, `${key}.json`);
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!isTrusted(directory)) return false;
    writeFileSync(draft, JSON.stringify(build), { mode: 0o600 });
    renameSync(draft, file);
    return true;
  } catch (error) {
    // A full or read-only disk costs time at the next run, nothing else.
    if (!isFileError(error)) throw error;
    if (existsSync(draft)) rmSync(draft);
    return false;
  }
}

function isFileError(error: unknown): boolean {
  return hasField(error, 'syscall');
}
