import { types } from 'node:util';
import type { NodeRef } from './contract.js';
import type { ViewPlacement } from './kind.js';
import { bytesIn } from './kinds/array-buffer.js';
import { type Path, propertyPath } from './path.js';
import { refusal } from './refusal.js';
import { spanOf } from './view-types.js';

interface Use {
  readonly start: number;
  readonly end: number;
  readonly isBuffer: boolean;
  readonly path: Path;
  readonly placement: ViewPlacement;
}

/** The widest element: a start at a multiple of it suits every view. */
const alignment = 8;

/**
 * Decides which bytes travel for the views of a value. Of a buffer that is itself a value: all. Else only bytes that
 * a view shows, because they may lie in a pool beside somebody else's: views that overlap share one piece, and
 * so do all typed arrays of one buffer (with zeros between them), whose programs may look at `.buffer`.
 */
export class ViewLayout {
  readonly #uses = new Map<ArrayBuffer, Use[]>();

  /** Announces a view; the placement is filled in by {@link settle}. */
  place(view: ArrayBufferView, path: Path): ViewPlacement {
    const { buffer, byteOffset, byteLength } = spanOf(view);
    if (!types.isArrayBuffer(buffer)) throw refusal(buffer, propertyPath(path, 'buffer'));
    const placement = { buffer: -1, byteOffset };
    const use = {
      start: byteOffset,
      end: byteOffset + byteLength,
      isBuffer: Buffer.isBuffer(view),
      path,
      placement,
    };
    const uses = this.#uses.get(buffer);
    if (uses === undefined) {
      bytesIn(buffer, propertyPath(path, 'buffer')); // Refuses one that was transferred.
      this.#uses.set(buffer, [use]);
    } else {
      uses.push(use);
    }
    return placement;
  }

  /** Places all views announced so far. `rowOf` knows the buffers that are values, `append` adds a piece. */
  settle(rowOf: (buffer: ArrayBuffer) => NodeRef | undefined, append: (bytes: Uint8Array) => NodeRef): void {
    for (const [buffer, uses] of this.#uses) {
      const row = rowOf(buffer);
      if (row === undefined) for (const piece of piecesOf(uses)) placeInPiece(buffer, piece, append);
      else for (const { placement } of uses) placement.buffer = row;
    }
    this.forget();
  }

  forget(): void {
    this.#uses.clear();
  }
}

function placeInPiece(
  buffer: ArrayBuffer,
  uses: readonly Use[],
  append: (bytes: Uint8Array) => NodeRef,
): void {
  const first = Math.min(...uses.map(({ start }) => start));
  const start = uses.length === 1 ? first : first - (first % alignment);
  const end = Math.max(...uses.map((use) => use.end));
  const bytes = new Uint8Array(end - start);
  for (const use of uses) {
    bytes.set(new Uint8Array(buffer, use.start, use.end - use.start), use.start - start);
    use.placement.byteOffset = use.start - start;
  }
  const row = append(bytes);
  for (const { placement } of uses) placement.buffer = row;
}

/** Groups of views that must share a piece. */
function piecesOf(uses: readonly Use[]): readonly (readonly Use[])[] {
  const endOfTypedArrays = Math.max(-1, ...uses.filter(({ isBuffer }) => !isBuffer).map((use) => use.end));
  const pieces: Use[][] = [];
  let end = -1;
  for (const use of [...uses].sort((a, b) => a.start - b.start)) {
    const last = pieces.at(-1);
    if (last !== undefined && use.start < end) last.push(use);
    else pieces.push([use]);
    end = Math.max(end, use.end, use.isBuffer ? -1 : endOfTypedArrays);
  }
  return pieces;
}
