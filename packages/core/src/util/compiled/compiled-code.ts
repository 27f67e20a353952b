import {
  closeSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { codeOf } from '../thrown.js';
import { fnv1a } from './fnv1a.js';

/** What nobody has made anew for so long belongs to programs that are gone. */
const LONGEST_KEPT_MS = 30 * 24 * 60 * 60_000;

/**
 * What V8 has compiled of one file, on disk: one file for each source and kind of V8 in a folder of this user, beginning
 * with a line that says what it is of. All of it is a matter of speed: where it cannot be had, code is compiled as ever.
 */
export class CompiledCode {
  readonly #place: string;
  readonly #head: Buffer;

  /** @param stamp of the source: other stamp, other code */
  constructor(file: string, stamp: string) {
    // Version, flags and processor, as V8 sees them.
    const compiler = cachedDataVersionTag();
    this.#place = path.join(folder(), fnv1a(`${compiler} ${file}`));
    this.#head = Buffer.from(`${compiler} ${stamp} ${file}\n`);
  }

  /** @returns `undefined` where there is none, or one of another source, or not from this user: it will be run */
  read(): Buffer | undefined {
    return orNothing(() => {
      const fd = openSync(this.#place, 'r');
      try {
        if (!isOwn(fstatSync(fd))) return undefined;
        const bytes = readFileSync(fd);
        const { length } = this.#head;
        return bytes.subarray(0, length).equals(this.#head) ? bytes.subarray(length) : undefined;
      } finally {
        closeSync(fd);
      }
    });
  }

  write(code: Uint8Array): void {
    const draft = `${this.#place}.${process.pid}`;
    orNothing(() => {
      mkdirSync(folder(), { recursive: true, mode: 0o700 });
      if (!isOwn(lstatSync(folder()))) return;
      try {
        writeWhole(draft, [this.#head, code]);
        renameSync(draft, this.#place);
      } catch (error) {
        rmSync(draft, { force: true });
        throw error;
      }
      removeOld();
    });
  }
}

function folder(): string {
  return path.join(tmpdir(), `lithops-compiled-${process.getuid?.() ?? 'own'}`);
}

function isOwn({ uid, mode }: Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** On the disk before it has its name: V8 would not notice that half of it is missing. */
function writeWhole(file: string, pieces: readonly Uint8Array[]): void {
  const fd = openSync(file, 'wx', 0o600);
  try {
    for (const piece of pieces) writeSync(fd, piece);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function removeOld(): void {
  const oldMs = Date.now() - LONGEST_KEPT_MS;
  for (const name of readdirSync(folder())) {
    const file = path.join(folder(), name);
    if (statSync(file).mtimeMs < oldMs) rmSync(file, { force: true });
  }
}

/** Whatever a file system refuses: a disk that is full or read-only, a folder of somebody else, another process in between. */
function orNothing<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
