import {
  closeSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { codeOf } from '../thrown.js';
import { fnv1a } from './fnv1a.js';

/** What nobody has made anew for so long belongs to programs that are gone. */
const LONGEST_KEPT_MS = 30 * 24 * 60 * 60_000;

/** What a file begins with once all of it is on the disk, and until then. */
const WHOLE = Buffer.from('+');
const UNFINISHED = Buffer.from('-');

/**
 * What V8 has compiled of one file, on disk: one file for each source and kind of V8 in a folder of this user, beginning
 * with a line that says whether it is whole, and what it is of. All of it is a matter of speed: where it cannot be had, code
 * is compiled as ever.
 */
export class CompiledCode {
  readonly #place: string;
  readonly #head: Buffer;

  /** @param stamp of the source: other stamp, other code */
  constructor(file: string, stamp: string) {
    // Version, flags and processor, as V8 sees them.
    const compiler = cachedDataVersionTag();
    this.#place = path.join(folder(), fnv1a(`${compiler} ${file}`));
    this.#head = Buffer.from(` ${compiler} ${stamp} ${file}\n`);
  }

  /** @returns `undefined` where there is none, or one of another source, or not from this user: it will be run */
  read(): Buffer | undefined {
    return orNothing(() => {
      const fd = openSync(this.#place, 'r');
      try {
        if (!isOwn(fstatSync(fd))) return undefined;
        const bytes = readFileSync(fd);
        const head = Buffer.concat([WHOLE, this.#head]);
        return bytes.subarray(0, head.length).equals(head) ? bytes.subarray(head.length) : undefined;
      } finally {
        closeSync(fd);
      }
    });
  }

  write(code: Uint8Array): void {
    orNothing(() => {
      mkdirSync(folder(), { recursive: true, mode: 0o700 });
      if (!isOwn(lstatSync(folder()))) return;
      // Who reads the old one goes on reading it: this is another file.
      rmSync(this.#place, { force: true });
      writeWhole(this.#place, Buffer.concat([this.#head, code]));
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

/**
 * On the disk before it counts as whole: V8 would not notice that half of it is missing. A process that is killed on the way
 * leaves what nobody takes for code and the next one replaces, where a draft under another name would stay.
 */
function writeWhole(file: string, bytes: Uint8Array): void {
  const fd = openSync(file, 'wx', 0o600);
  try {
    writeFileSync(fd, Buffer.concat([UNFINISHED, bytes]));
    fsyncSync(fd);
    writeSync(fd, WHOLE, 0, WHOLE.length, 0);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
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
