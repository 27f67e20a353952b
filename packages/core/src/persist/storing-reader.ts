import type { InputBatch, InputEntry, InputReader } from '../job/input.js';
import { deferred } from '../util/deferred.js';
import type { EarlierInput } from './earlier-input.js';
import { type EncodedEntry, encodeEntry } from './encode-entry.js';
import type { InputStore } from './input-store.js';

/** A segment is written when it has that many items, or that many bytes. */
const SEGMENT_ITEMS = 256;
const SEGMENT_BYTES = 1024 * 1024;
/** How far an input of unknown size is read and stored ahead of dispatch. */
const AHEAD_ITEMS = 1024;
/** Stored items kept in memory; those of a sized input that are more are read again when their turn comes. */
const AHEAD_BYTES = 8 * SEGMENT_BYTES;

/** Items that are stored and wait for their turn. */
interface Piece {
  readonly count: number;
  readonly sizeBytes: number;
  /** Where they are read from when they are not here. */
  readonly segment: number | undefined;
  readonly entries: readonly InputEntry[] | undefined;
}

export interface StoringServices {
  /** There when the job may begin. */
  readonly input: InputStore;
  /** What an earlier program stored under the same key. */
  readonly earlier: EarlierInput | undefined;
  /** Ends the job: its input cannot be stored, or is another one than before. */
  failed(error: unknown): void;
  conflict(index: number | undefined): Error;
  cannotStore(cause: unknown): Error;
  /** Settles those of these calls that had ended before. */
  restore(entries: readonly InputEntry[]): Promise<void>;
}

/**
 * Stores an input before it is dispatched, so that the job can go on without the program that had it. A sized input is
 * stored as fast as the store takes it, any other one a bounded way ahead of dispatch.
 */
export class StoringReader implements InputReader {
  readonly size: number | undefined;
  readonly #source: InputReader;
  readonly #services: () => StoringServices;
  readonly #pieces: Piece[] = [];
  #loaded: InputEntry[] = [];
  #aheadItems = 0;
  #aheadBytes = 0;
  #readCount = 0;
  #isOver = false;
  #isWanted = true;
  #pumping: Promise<void> | undefined;
  #changed = deferred();

  /** @param services asked for when the first item is */
  constructor(source: InputReader, services: () => StoringServices) {
    this.#source = source;
    this.size = source.size;
    this.#services = services;
  }

  async read(max: number): Promise<InputBatch> {
    this.#pumping ??= this.#pump().catch((error: unknown) => this.#fail(error));
    try {
      while (this.#isEmpty && !this.#isOver) await this.#changed.promise;
      const entries = await this.#take(max);
      await this.#services().restore(entries);
      return { entries, done: this.#isOver && this.#isEmpty };
    } catch (error) {
      this.#fail(error);
      return { entries: [], done: true };
    }
  }

  get #isEmpty(): boolean {
    return this.#pieces.length === 0 && this.#loaded.length === 0;
  }

  #fail(error: unknown): void {
    this.#isOver = true;
    this.#isWanted = false;
    this.#services().failed(error);
    this.#wake();
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = deferred();
  }

  async #take(max: number): Promise<readonly InputEntry[]> {
    const piece = this.#loaded.length === 0 ? this.#pieces.shift() : undefined;
    if (piece !== undefined) {
      this.#loaded = [...(piece.entries ?? (await this.#services().input.entries(piece.segment ?? 0)))];
      if (this.#loaded.length !== piece.count) throw this.#services().cannotStore('What was stored is gone.');
      if (piece.entries !== undefined) this.#aheadBytes -= piece.sizeBytes;
    }
    const entries = this.#loaded.splice(0, max);
    this.#aheadItems -= entries.length;
    this.#wake();
    return entries;
  }

  async #pump(): Promise<void> {
    let count = 1;
    for (;;) {
      await this.#untilWanted();
      if (!this.#isWanted && this.size === undefined) break;
      const batch = await this.#source.read(count);
      this.#readCount += batch.entries.length;
      const done = batch.done || this.#readCount === this.size;
      const sizeBytes = await this.#storeBatch(batch.entries, done);
      if (done) break;
      const fitting = Math.ceil((SEGMENT_BYTES * batch.entries.length) / Math.max(1, sizeBytes));
      count = Math.max(1, Math.min(SEGMENT_ITEMS, 4 * count, fitting));
    }
    this.#isOver = true;
    this.#wake();
  }

  /** Of an input that may be endless, only so much is read ahead. */
  async #untilWanted(): Promise<void> {
    if (this.size !== undefined) return;
    const isFull = (): boolean => this.#aheadItems >= AHEAD_ITEMS || this.#aheadBytes >= AHEAD_BYTES;
    while (isFull() && this.#isWanted) await this.#changed.promise;
  }

  async #storeBatch(entries: readonly InputEntry[], done: boolean): Promise<number> {
    const { input } = this.#services();
    let part: EncodedEntry[] = [];
    let partBytes = 0;
    let sizeBytes = 0;
    for (const entry of entries) {
      const encoded = encodeEntry(input.code, entry);
      part.push(encoded);
      partBytes += encoded.stored.bytes.byteLength;
      if (partBytes < SEGMENT_BYTES) continue;
      await this.#storePart(part, partBytes, false);
      sizeBytes += partBytes;
      [part, partBytes] = [[], 0];
    }
    if (part.length > 0 || done) await this.#storePart(part, partBytes, done);
    return sizeBytes + partBytes;
  }

  async #storePart(part: readonly EncodedEntry[], sizeBytes: number, done: boolean): Promise<void> {
    const { input, earlier, conflict, cannotStore } = this.#services();
    const fresh = earlier === undefined ? part : await this.#notThere(part, earlier);
    if (done && earlier?.isComplete === true && earlier.missing > 0) throw conflict(undefined);
    const isNew = fresh.length > 0 || (done && earlier?.isDone !== true);
    try {
      const segment = isNew ? await input.append(fresh, done) : undefined;
      this.#add(part, sizeBytes, fresh.length === part.length ? segment : undefined);
    } catch (cause) {
      throw cannotStore(cause);
    }
  }

  async #notThere(part: readonly EncodedEntry[], earlier: EarlierInput): Promise<readonly EncodedEntry[]> {
    const fresh: EncodedEntry[] = [];
    for (const entry of part) {
      const comparison = await earlier.compare(entry.stored);
      if (comparison === 'other') throw this.#services().conflict(entry.stored.index);
      if (comparison === 'new') fresh.push(entry);
    }
    return fresh;
  }

  #add(part: readonly EncodedEntry[], sizeBytes: number, segment: number | undefined): void {
    if (!this.#isWanted || part.length === 0) return;
    const isKept = segment === undefined || this.#aheadBytes < AHEAD_BYTES;
    const entries = isKept ? part.map(({ entry }) => entry) : undefined;
    this.#pieces.push({ count: part.length, sizeBytes, segment, entries });
    this.#aheadItems += part.length;
    if (isKept) this.#aheadBytes += sizeBytes;
    this.#wake();
  }

  /** Nothing more is wanted here. A sized input is stored to its end all the same, for whoever continues the job. */
  stop(): void {
    this.#isWanted = false;
    this.#pieces.splice(0);
    this.#loaded = [];
    if (this.size === undefined) this.#source.stop();
    this.#wake();
  }

  /** Resolves when what was read is stored. */
  async flush(): Promise<void> {
    await this.#pumping;
  }
}
